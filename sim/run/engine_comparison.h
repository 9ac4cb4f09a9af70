/// Whether two engines of a model say the same of a row.
#pragma once

#include <string>

#include "sim/reports/result.h"

namespace lacuna::run {

/// The first figure in which two rows of the same layer differ, as "cycles: 7926 by clocked, 7925 by
/// transaction"; empty where they agree in everything: status, cycles, every counter of every box the rows
/// hold, storage and notes. How many cycles were simulated may differ.
std::string first_difference(const reports::row& a, const reports::row& b);

}  // namespace lacuna::run
