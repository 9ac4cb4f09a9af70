#include "sim/sweep/reports/layer_figures.h"

#include <algorithm>
#include <set>

#include "sim/config/input_error.h"

namespace lacuna::sweep {

namespace {

bool adds_up(const std::string& column) {
    static const std::set<std::string> names = {"cycles",  "simulated_cycles", "io_cycles",
                                                "time_us", "energy_uj",        "fillers"};
    static const std::set<std::string> groups = {"macs", "storage_bytes", "stalls", "counts",
                                                 "energy_breakdown_uj"};
    const std::size_t dot = column.find('.');
    return dot == std::string::npos ? names.count(column) > 0 : groups.count(column.substr(0, dot)) > 0;
}

}  // namespace

layer_figures::layer_figures(const std::vector<std::string>& columns) {
    for (std::size_t c = 0; c < columns.size(); ++c) places_[columns[c]] = c;
}

std::vector<std::string> layer_figures::needed_for(const std::string& column) {
    if (column == "utilization") return {column, "cycles"};
    if (column == "power_mw") return {column, "energy_uj", "time_us"};
    return {column};
}

const value& layer_figures::at(std::size_t layer, const std::string& column) const {
    return layers_[layer][places_.at(column)];
}

value layer_figures::of_all(const std::string& column, const std::string& what) const {
    if (layers_.size() == 1) return at(0, column);
    if (adds_up(column)) return sum(column);
    if (column == "utilization") return mean_by_cycles(column);
    if (column == "power_mw") return power();
    return common(column, what);
}

value layer_figures::sum(const std::string& column) const {
    std::int64_t whole = 0;
    double real = 0;
    bool is_whole = true;
    for (std::size_t l = 0; l < layers_.size(); ++l) {
        const value& held = at(l, column);
        const std::optional<double> number = number_in(held);
        if (!number) return nullptr;
        real += *number;
        const auto* integer = std::get_if<std::int64_t>(&held);
        is_whole = is_whole && integer != nullptr && !__builtin_add_overflow(whole, *integer, &whole);
    }
    return is_whole ? value(whole) : value(real);
}

value layer_figures::mean_by_cycles(const std::string& column) const {
    double weighted = 0;
    double weights = 0;
    for (std::size_t l = 0; l < layers_.size(); ++l) {
        const std::optional<double> number = number_in(at(l, column));
        const std::optional<double> cycles = number_in(at(l, "cycles"));
        if (!number || !cycles) return nullptr;
        weighted += *number * *cycles;
        weights += *cycles;
    }
    return weights > 0 ? value(weighted / weights) : value(nullptr);
}

value layer_figures::power() const {
    const std::optional<double> energy_uj = number_in(sum("energy_uj"));
    const std::optional<double> time_us = number_in(sum("time_us"));
    if (!energy_uj || !time_us || !(*time_us > 0)) return nullptr;
    constexpr double mw_per_w = 1000;
    return *energy_uj / *time_us * mw_per_w;
}

value layer_figures::common(const std::string& column, const std::string& what) const {
    for (std::size_t l = 1; l < layers_.size(); ++l) {
        if (at(l, column) == at(0, column)) continue;
        refuse(
            "{}: {} is not one for all layers ({} and {}, for example), and does not add up; --layer NAME "
            "chooses one of them.",
            what, column, shown_value(at(0, column)), shown_value(at(l, column)));
    }
    return at(0, column);
}

}  // namespace lacuna::sweep
