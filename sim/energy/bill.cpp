#include "sim/energy/bill.h"

namespace lacuna::energy {

bill price(const prices& all, const action_counts& counts, double time_us) {
    constexpr double uj_per_pj = 1e-6;
    constexpr double uj_per_mw_us = 1e-3;
    constexpr double mm2_per_um2 = 1e-6;
    bill total;
    for (const box_price& each : all.boxes) {
        const auto instances = static_cast<double>(each.box.instances);
        charge of_box;
        of_box.box = each.box.name;
        for (const action_price& action : all.actions) {
            if (box_of(action.action) != each.box.name) continue;
            const auto count = static_cast<double>(counts.at(action.action));
            of_box.dynamic_uj = of_box.dynamic_uj.value_or(0) + count * action.pj * uj_per_pj;
        }
        of_box.static_uj = each.static_mw * instances * time_us * uj_per_mw_us;
        total.energy_uj += of_box.dynamic_uj.value_or(0) + of_box.static_uj;
        total.area_mm2 += each.area_um2 * instances * mm2_per_um2;
        total.charges.push_back(std::move(of_box));
    }
    total.power_mw = total.energy_uj / time_us / uj_per_mw_us;
    return total;
}

}  // namespace lacuna::energy
