/// Comparisons as text for the terminal.
#pragma once

#include <string>
#include <vector>

#include "sim/reports/comparison.h"

namespace lacuna::reports {

/// Of each comparison what A and B are, the two values and the ratio of every figure of each pair, the
/// geometric means of the ratios, and notes on what is not compared.
std::string comparison_summary(const std::vector<compared_results>& all);

}  // namespace lacuna::reports
