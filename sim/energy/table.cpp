#include "sim/energy/table.h"

#include <algorithm>
#include <utility>

#include "sim/config/data_path.h"
#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"

namespace lacuna::energy {

namespace {

using config::node;

const node& as_rows(const node& value) {
    if (value.type == node::kind::map && !value.entries.empty()) return value;
    refuse("{}: {} must be a map of names to rows, but is {}.", value.where.text(), config::name_of(value),
           value.description());
}

/// A source that says nothing is none.
std::string read_source(config::table& row) {
    const node& source = row.required("source");
    std::string text = config::as_text(source);
    if (text.find_first_not_of(" \t\n") == std::string::npos) {
        refuse("{}: {} is empty, but every row of an energy table needs a source.", source.where.text(),
               config::name_of(source));
    }
    return text;
}

technology read_technology(const node& value) {
    config::table table(value, "the technology of an energy table");
    const config::real_range positive{0, 1e6, true};
    technology read;
    read.name = config::as_text(table.required("name"));
    read.node_nm = config::as_real(table.required("node_nm"), positive);
    if (const node* voltage = table.optional("voltage_v"))
        read.voltage_v = config::as_real(*voltage, positive);
    if (const node* kelvin = table.optional("temperature_k"))
        read.temperature_k = config::as_real(*kelvin, positive);
    read.source = read_source(table);
    table.finish();
    return read;
}

curve read_curve(const std::string& name, const node& value) {
    if (value.find("file") == nullptr) return curve(name, value);
    config::table table(value, "the curve " + config::shown(name));
    const std::filesystem::path file = config::existing_path(table.required("file"));
    table.finish();
    return curve(name, config::read_yaml(file));
}

void check_curves_are_asked(const table& all, const node& curves) {
    std::vector<std::string> asked;
    const auto add = [&](const quantity& figure) {
        for (std::string& name : figure.curves()) asked.push_back(std::move(name));
    };
    for (const action_row& row : all.actions) add(row.pj);
    for (const box_row& row : all.boxes) {
        add(row.static_mw);
        add(row.area_um2);
    }
    for (const auto& [name, value] : curves.entries) {
        if (std::find(asked.begin(), asked.end(), name) != asked.end()) continue;
        refuse("{}: no row of this energy table asks the curve {}.", value.where.text(),
               config::in_quotes(name));
    }
}

/// A row stands in place of one of the same name.
template <class Row>
void put(std::vector<Row>& rows, Row row) {
    const auto same =
        std::find_if(rows.begin(), rows.end(), [&](const Row& each) { return each.name == row.name; });
    if (same == rows.end())
        rows.push_back(std::move(row));
    else
        *same = std::move(row);
}

void read_actions(const node& rows, const std::vector<curve>& curves, table& read) {
    read.actions_where = rows.where;
    for (const auto& [name, value] : as_rows(rows).entries) {
        config::table row(value, "the row " + config::shown(name));
        quantity pj(row.required("pj"), curves);
        put(read.actions, {name, value.where, std::move(pj), read_source(row)});
        row.finish();
    }
}

void read_boxes(const node& rows, const std::vector<curve>& curves, table& read) {
    read.boxes_where = rows.where;
    for (const auto& [name, value] : as_rows(rows).entries) {
        config::table row(value, "the row " + config::shown(name));
        quantity static_mw(row.required("static_mw"), curves);
        quantity area_um2(row.required("area_um2"), curves);
        put(read.boxes, {name, value.where, std::move(static_mw), std::move(area_um2), read_source(row)});
        row.finish();
    }
}

/// Refuses a technology that is not the one that the scaling reaches or leaves. `what` has it.
void check_is_of(const technology& made_in, const operating_point& point, const node& where,
                 const std::string& what, const char* direction) {
    const bool same_voltage = !made_in.voltage_v || *made_in.voltage_v == point.voltage_v;
    if (made_in.node_nm == point.node_nm && same_voltage) return;
    const std::string voltage = made_in.voltage_v ? fmt::format(" at {} V", *made_in.voltage_v) : "";
    refuse("{}: {} is of {} nm{}, but the scaling is {} {} nm at {} V.", where.where.text(), what,
           made_in.node_nm, voltage, direction, point.node_nm, point.voltage_v);
}

/// Takes the rows, and their curves, of the table that `value` names.
void read_scaled(const node& value, const node& technology_of_this, table& read) {
    config::table keys(value, config::name_of(value));
    const node& from = keys.required("from");
    const node& by = keys.required("by");
    keys.finish();
    const std::filesystem::path file = config::existing_path(from);
    if (config::read_yaml(file).find("scaled") != nullptr) {
        refuse("{}: {} names {}, which is itself scaled; scale from the table that it is made of.",
               from.where.text(), config::name_of(from), config::as_text(from));
    }
    table original = read_table(file);
    const scaling factors = read_scaling(config::read_yaml(config::existing_path(by)));
    if (original.model != read.model) {
        refuse("{}: {} names a table of the model {}, but this one prices the model {}.", from.where.text(),
               config::name_of(from), config::shown(original.model), config::shown(read.model));
    }
    check_is_of(original.made_in, factors.from, from, config::as_text(from), "from");
    check_is_of(read.made_in, factors.to, technology_of_this, "this energy table", "to");
    for (action_row& row : original.actions) {
        row.pj.scale(factors.energy());
        row.source += fmt::format("; {} nm, x {:.4g}", factors.from.node_nm, factors.energy());
    }
    for (box_row& row : original.boxes) {
        row.static_mw.scale(factors.energy());
        row.area_um2.scale(factors.area);
        row.source += fmt::format("; {} nm, power x {:.4g}, area x {:.4g}", factors.from.node_nm,
                                  factors.energy(), factors.area);
    }
    read.curves = std::move(original.curves);
    read.actions_where = original.actions_where;
    read.actions = std::move(original.actions);
    read.boxes_where = original.boxes_where;
    read.boxes = std::move(original.boxes);
    read.scaled_from = {config::as_text(from), factors};
}

}  // namespace

table read_table(const std::filesystem::path& file) {
    const node document = config::read_yaml(file);
    config::table keys(document, "an energy table");
    table read;
    read.file = file.string();
    read.where = document.where;
    read.model = config::as_text(keys.required("model"));
    const node& technology = keys.required("technology");
    read.made_in = read_technology(technology);

    if (const node* scaled = keys.optional("scaled")) {
        read_scaled(*scaled, technology, read);
        if (const node* actions = keys.optional("actions")) read_actions(*actions, {}, read);
        if (const node* boxes = keys.optional("boxes")) read_boxes(*boxes, {}, read);
        keys.finish();
        return read;
    }

    std::vector<curve> curves;
    const node* const curve_rows = keys.optional("curves");
    if (curve_rows != nullptr) {
        for (const auto& [name, value] : as_rows(*curve_rows).entries)
            curves.push_back(read_curve(name, value));
    }
    read.curves = std::make_shared<const std::vector<curve>>(std::move(curves));
    read_actions(keys.required("actions"), *read.curves, read);
    read_boxes(keys.required("boxes"), *read.curves, read);
    keys.finish();
    if (curve_rows != nullptr) check_curves_are_asked(read, *curve_rows);
    return read;
}

}  // namespace lacuna::energy
