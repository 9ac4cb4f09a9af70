#include "sim/reports/energy_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lacuna::reports {

namespace {

row_column priced_column(const std::string& heading, std::function<std::string(const energy::bill&)> cell) {
    return measured_column(heading, [cell = std::move(cell)](const figures& f) {
        return f.energy ? cell(*f.energy) : std::string("-");
    });
}

double total_of(const energy::charge& charge) {
    return charge.dynamic_uj.value_or(0) + charge.static_uj;
}

std::string share_of(double part, const energy::bill& bill) {
    return bill.energy_uj > 0 ? percent(part / bill.energy_uj) : "-";
}

/// The boxes that cost something in any row, in the order of the hardware.
std::vector<std::string> costly_boxes(const result& all) {
    std::vector<std::string> names;
    for (const row& r : all.rows) {
        if (!r.measured || !r.measured->energy) continue;
        for (const energy::charge& charge : r.measured->energy->charges) {
            if (total_of(charge) > 0 && std::find(names.begin(), names.end(), charge.box) == names.end())
                names.push_back(charge.box);
        }
    }
    return names;
}

std::string share_of_box(const energy::bill& bill, const std::string& name) {
    const auto charge = std::find_if(bill.charges.begin(), bill.charges.end(),
                                     [&](const energy::charge& each) { return each.box == name; });
    return charge == bill.charges.end() ? "-" : share_of(total_of(*charge), bill);
}

std::string static_share(const energy::bill& bill) {
    double sum = 0;
    for (const energy::charge& charge : bill.charges) sum += charge.static_uj;
    return share_of(sum, bill);
}

}  // namespace

bool is_priced(const result& all) {
    return any(all, [](const row& r) { return r.measured && r.measured->energy; });
}

std::vector<row_column> energy_columns() {
    return {priced_column("energy\nuJ", [](const energy::bill& b) { return four_digits(b.energy_uj); }),
            priced_column("power\nmW", [](const energy::bill& b) { return four_digits(b.power_mw); })};
}

std::string energy_shares(const result& all) {
    if (!is_priced(all)) return {};
    std::vector<row_column> columns = identity_columns(all);
    for (const std::string& name : costly_boxes(all)) {
        const auto dot = name.rfind('.');
        const std::string heading =
            dot == std::string::npos ? name : name.substr(0, dot) + "\n" + name.substr(dot + 1);
        columns.push_back(
            priced_column(heading, [name](const energy::bill& b) { return share_of_box(b, name); }));
    }
    columns.push_back(priced_column("of all,\nstatic", static_share));
    columns.push_back(
        priced_column("area\nmm2", [](const energy::bill& b) { return four_digits(b.area_mm2); }));
    return "\nEnergy, as a share of all: each box's actions, and what it costs by being there\n\n" +
           table_of(all, columns);
}

std::string energy_summary(const result& all) {
    std::string text = all.name + (all.complete ? "" : " (interrupted: not complete)") + "\n\n";
    if (all.rows.empty()) return text + "No run was finished.\n";
    std::vector<row_column> columns = identity_columns(all);
    columns.push_back(
        measured_column("time\nus", [](const figures& f) { return fmt::format("{:.2f}", f.time_us); }));
    for (row_column& column : energy_columns()) columns.push_back(std::move(column));
    return text + table_of(all, columns) + energy_shares(all);
}

}  // namespace lacuna::reports
