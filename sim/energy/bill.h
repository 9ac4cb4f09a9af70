/// What a run cost: energy = counts x prices + static power x time, by box.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/energy/prices.h"

namespace lacuna::energy {

/// The energy of all instances of a box.
struct charge {
    std::string box;
    std::optional<double> dynamic_uj;  ///< of its actions; nothing where it counts none
    double static_uj = 0;              ///< of being there as long as the run took
};

struct bill {
    double energy_uj = 0;
    double power_mw = 0;  ///< the mean over the run
    double area_mm2 = 0;
    std::vector<charge> charges;  ///< every box, in the order of the hardware; they sum to the energy
};

/// How often each action happened, by name.
using action_counts = std::unordered_map<std::string, std::uint64_t>;

/// The bill of a run of `time_us`, above 0. Throws std::out_of_range where a priced action has no count.
bill price(const prices& all, const action_counts& counts, double time_us);

}  // namespace lacuna::energy
