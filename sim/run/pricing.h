/// What an accelerator costs, where its config names an energy table; or why that is not known.
#pragma once

#include <optional>
#include <string>

#include "sim/energy/hardware.h"
#include "sim/energy/prices.h"
#include "sim/reports/result.h"
#include "sim/run/experiment.h"

namespace lacuna::run {

struct pricing {
    std::optional<energy::prices> prices;
    std::string unknown;  ///< a sentence
};

/// The boxes and counters that a table is joined with.
energy::hardware hardware_of(const configured_accelerator& configured, const accelerator& built);

pricing price_of(const configured_accelerator& configured, const accelerator& built);
/// Adds the energy to a row that ran, or a note why it has none.
void price_row(reports::row& row, const pricing& costs);

}  // namespace lacuna::run
