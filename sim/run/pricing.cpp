#include "sim/run/pricing.h"

namespace lacuna::run {

energy::hardware hardware_of(const configured_accelerator& configured, const accelerator& built) {
    return energy::describe(configured.kind->name, configured.parameters->boxes(),
                            built.statistics().descriptions());
}

pricing price_of(const configured_accelerator& configured, const accelerator& built) {
    if (!configured.energy) return {};
    try {
        return {energy::join(*configured.energy, hardware_of(configured, built), configured.name), ""};
    } catch (const energy::unknown_cost& reason) {
        return {std::nullopt, reason.what()};
    }
}

void price_row(reports::row& row, const pricing& costs) {
    if (!row.measured) return;
    if (!costs.unknown.empty()) row.notes.push_back("Not priced: " + costs.unknown);
    if (!costs.prices) return;
    energy::action_counts counts;
    for (const statistics::total& total : row.measured->totals) counts[total.what->name] = total.value;
    row.measured->energy = energy::price(*costs.prices, counts, row.measured->time_us);
}

}  // namespace lacuna::run
