/// An energy table joined with the hardware it prices: one number for every action and every box.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/energy/hardware.h"
#include "sim/energy/table.h"

namespace lacuna::energy {

/// What an action costs wherever it happens.
struct action_price {
    std::string action;
    double pj = 0;
    std::string source;
};

/// What each instance of a box costs by being there.
struct box_price {
    statistics::box box;
    double static_mw = 0;
    double area_um2 = 0;
    std::string source;
};

struct prices {
    technology made_in;
    std::vector<action_price> actions;  ///< in the order of the hardware
    std::vector<box_price> boxes;       ///< in the order of the hardware
};

/// Finds the row of every action and box. The join is total both ways: throws input_error with file:line
/// where the table is another model's, an action or a box has no row, or a row has no action or box, and
/// unknown_cost where a box lies beyond the points of a curve. `accelerator` is its name in the config.
prices join(const table& all, const hardware& built, const std::string& accelerator);

}  // namespace lacuna::energy
