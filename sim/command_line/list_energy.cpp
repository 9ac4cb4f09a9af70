#include "sim/command_line/list_energy.h"

#include <fmt/format.h>

#include <map>
#include <memory>

#include "sim/accelerator/model.h"
#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/energy/prices.h"
#include "sim/reports/text_table.h"

namespace lacuna::command_line {

namespace {

/// The hardware of a model's default design point, built once: SystemC keeps the names of what was there.
const energy::hardware& default_hardware(const model& which) {
    static std::map<std::string, energy::hardware> known;
    const auto place = known.find(which.name);
    if (place != known.end()) return place->second;
    const std::unique_ptr<model_parameters> defaults = which.parameters();
    const std::unique_ptr<accelerator> built = defaults->build(which.name, which.engines.front());
    return known[which.name] =
               energy::describe(which.name, defaults->boxes(), built->statistics().descriptions());
}

energy::prices joined(const energy::table& table) {
    std::vector<std::string> known;
    for (const model& each : models()) {
        known.push_back(each.name);
        if (each.name == table.model) return energy::join(table, default_hardware(each), each.name);
    }
    refuse("{}: this energy table prices the model {}, which Lacuna does not have{}.", table.where.text(),
           config::in_quotes(table.model), config::nearest_name_hint(table.model, known));
}

void print_source(const std::string& source) {
    fmt::print("    {}\n", reports::wrapped("Source: " + source, 106, "    "));
}

/// "bytes 131072, width_bits 64".
std::string attributes_of(const statistics::box& box) {
    std::vector<std::string> all;
    for (const auto& [name, value] : box.attributes) all.push_back(fmt::format("{} {}", name, value));
    return fmt::format("{}", fmt::join(all, ", "));
}

void print_technology(const energy::technology& made_in) {
    fmt::print("  {}: {} nm", made_in.name, made_in.node_nm);
    if (made_in.voltage_v) fmt::print(", {} V", *made_in.voltage_v);
    if (made_in.temperature_k) fmt::print(", {} K", *made_in.temperature_k);
    fmt::print("\n");
    print_source(made_in.source);
}

/// "0.6989 at 45 nm and 0.9 V (1.018 V^2 -0.3107 V +0.1539)".
std::string polynomial_of(const energy::operating_point& point) {
    return fmt::format("{:.4g} at {} nm and {} V ({} V^2 {:+} V {:+})", point.energy(), point.node_nm,
                       point.voltage_v, point.a, point.b, point.c);
}

void print_origin(const energy::origin& origin) {
    fmt::print("\n  Scaled from {}, but for rows that name no factor: energy and power x {:.4g}, area x {}\n",
               origin.table, origin.by.energy(), origin.by.area);
    fmt::print("    Energy from {}\n    to {}\n", polynomial_of(origin.by.from), polynomial_of(origin.by.to));
    print_source(origin.by.source);
}

void print_table(const energy::table& table) {
    const energy::prices prices = joined(table);
    fmt::print("{}\n  The costs of the model {}, at the defaults of its parameters (lacuna list models)\n",
               table.file, table.model);
    print_technology(prices.made_in);
    if (table.scaled_from) print_origin(*table.scaled_from);
    fmt::print("\n  Actions, pJ each\n\n");
    for (const energy::action_price& each : prices.actions) {
        fmt::print("  {}: {:.4g} pJ\n", each.action, each.pj);
        print_source(each.source);
    }
    fmt::print("\n  Boxes, static power and area of each\n\n");
    double static_mw = 0;
    double area_mm2 = 0;
    for (const energy::box_price& each : prices.boxes) {
        fmt::print("  {}: {:.4g} mW, {:.0f} um2\n    Instances: {}", each.box.name, each.static_mw,
                   each.area_um2, each.box.instances);
        if (!each.box.attributes.empty()) fmt::print("; {}", attributes_of(each.box));
        fmt::print("\n");
        print_source(each.source);
        static_mw += each.static_mw * static_cast<double>(each.box.instances);
        area_mm2 += each.area_um2 * static_cast<double>(each.box.instances) * 1e-6;
    }
    if (!table.curves->empty()) fmt::print("\n  Curves\n\n");
    for (const energy::curve& curve : *table.curves) {
        fmt::print("  {}: {} by {}\n", curve.name(), fmt::join(curve.columns(), ", "),
                   fmt::join(curve.attributes(), ", "));
        print_source(curve.source());
    }
    fmt::print("\n  All instances: {:.4g} mW static, {:.4g} mm2\n\n", static_mw, area_mm2);
}

}  // namespace

void list_energy(const std::vector<std::string>& tables) {
    if (tables.empty()) {
        refuse(
            "lacuna list energy needs energy tables, such as lacuna list energy "
            "configs/energy/eie-45nm.yaml.");
    }
    for (const std::string& file : tables) print_table(energy::read_table(file));
}

}  // namespace lacuna::command_line
