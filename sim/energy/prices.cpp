#include "sim/energy/prices.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"

namespace lacuna::energy {

namespace {

using names = std::vector<std::string>;

bool has(const names& all, const std::string& name) {
    return std::find(all.begin(), all.end(), name) != all.end();
}

template <class Row>
names names_of(const std::vector<Row>& rows) {
    names all;
    for (const Row& row : rows) all.push_back(row.name);
    return all;
}

names without(const names& all, const names& taken) {
    names rest;
    for (const std::string& name : all)
        if (!has(taken, name)) rest.push_back(name);
    return rest;
}

/// Refuses names without a row, and rows without a name to price. `thing` is "action" or "box".
template <class Row>
void check_total(const std::vector<Row>& rows, const names& wanted, const char* thing,
                 const config::place& section, const std::string& model) {
    const names present = names_of(rows);
    const names spare = without(present, wanted);
    for (const std::string& name : wanted) {
        if (has(present, name)) continue;
        const auto misspelt = config::nearest_name(name, spare);
        const std::string hint =
            misspelt ? fmt::format(" (is it {} that is misspelt?)", config::in_quotes(*misspelt)) : "";
        refuse("{}: this energy table has no row for the {} {} of the model {}{}.", section.text(), thing,
               config::shown(name), config::shown(model), hint);
    }
    for (const Row& row : rows) {
        if (has(wanted, row.name)) continue;
        refuse("{}: the row {} prices no {} of the model {}{}.", row.where.text(), config::shown(row.name),
               thing, config::shown(model), config::nearest_name_hint(row.name, wanted));
    }
}

template <class Row>
const Row& row_of(const std::vector<Row>& rows, const std::string& name) {
    return *std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
}

const statistics::box& box_named(const hardware& built, std::string_view name) {
    return *std::find_if(built.boxes.begin(), built.boxes.end(),
                         [&](const statistics::box& box) { return box.name == name; });
}

}  // namespace

prices join(const table& all, const hardware& built, const std::string& accelerator) {
    if (all.model != built.model) {
        refuse("{}: this energy table prices the model {}, but the accelerator {} is of the model {}.",
               all.where.text(), config::in_quotes(all.model), config::shown(accelerator),
               config::shown(built.model));
    }
    check_total(all.actions, built.actions, "action", all.actions_where, built.model);
    check_total(all.boxes, names_of(built.boxes), "box", all.boxes_where, built.model);
    prices joined;
    joined.made_in = all.made_in;
    for (const std::string& action : built.actions) {
        const action_row& row = row_of(all.actions, action);
        joined.actions.push_back({action, row.pj.of(box_named(built, box_of(action))), row.source});
    }
    for (const statistics::box& box : built.boxes) {
        const box_row& row = row_of(all.boxes, box.name);
        joined.boxes.push_back({box, row.static_mw.of(box), row.area_um2.of(box), row.source});
    }
    return joined;
}

}  // namespace lacuna::energy
