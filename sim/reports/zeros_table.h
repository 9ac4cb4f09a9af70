/// The table of the zeros: how many there are, what multiplications they leave, and which of them the
/// hardware performs.
#pragma once

#include <string>

#include "sim/reports/result.h"

namespace lacuna::reports {

/// Empty where no row multiplies.
std::string zeros_table(const result& all);

}  // namespace lacuna::reports
