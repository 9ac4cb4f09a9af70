/// A walk through the full grid of a sweep's parameters, over the points that conditions allow.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/config/yaml.h"
#include "sim/sweep/space/parameter.h"
#include "sim/sweep/sql/condition.h"

namespace lacuna::sweep {

/// Calls for each allowed point, ascending, until the call says false. A condition over the first parameters
/// alone is asked once for all points that share their values. Throws input_error, naming `where`, after
/// 10^9 steps: more takes hours, and a sample is the way.
void walk_grid(const std::vector<parameter>& parameters, conditions& all, const config::place& where,
               const std::function<bool(std::uint64_t point)>& call);

}  // namespace lacuna::sweep
