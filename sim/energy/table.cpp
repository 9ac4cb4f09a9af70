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

}  // namespace

table read_table(const std::filesystem::path& file) {
    const node document = config::read_yaml(file);
    config::table keys(document, "an energy table");
    table read;
    read.file = file.string();
    read.where = document.where;
    read.model = config::as_text(keys.required("model"));
    read.made_in = read_technology(keys.required("technology"));

    std::vector<curve> curves;
    const node* const curve_rows = keys.optional("curves");
    if (curve_rows != nullptr) {
        for (const auto& [name, value] : as_rows(*curve_rows).entries)
            curves.push_back(read_curve(name, value));
    }
    read.curves = std::make_shared<const std::vector<curve>>(std::move(curves));

    const node& actions = as_rows(keys.required("actions"));
    read.actions_where = actions.where;
    for (const auto& [name, value] : actions.entries) {
        config::table row(value, "the row " + config::shown(name));
        quantity pj(row.required("pj"), *read.curves);
        read.actions.push_back({name, value.where, std::move(pj), read_source(row)});
        row.finish();
    }

    const node& boxes = as_rows(keys.required("boxes"));
    read.boxes_where = boxes.where;
    for (const auto& [name, value] : boxes.entries) {
        config::table row(value, "the row " + config::shown(name));
        quantity static_mw(row.required("static_mw"), *read.curves);
        quantity area_um2(row.required("area_um2"), *read.curves);
        read.boxes.push_back(
            {name, value.where, std::move(static_mw), std::move(area_um2), read_source(row)});
        row.finish();
    }
    keys.finish();
    if (curve_rows != nullptr) check_curves_are_asked(read, *curve_rows);
    return read;
}

}  // namespace lacuna::energy
