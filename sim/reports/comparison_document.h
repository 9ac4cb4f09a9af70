/// Comparisons as JSON: the format that other programs read.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "sim/reports/comparison.h"

namespace lacuna::reports {

/// A list `comparisons`: each with its results `a` and `b`, its `rows`, the `geometric_means` of their ratios
/// and what is `without_counterpart`. Figures are named as in results, with their units; ratios stand in
/// `a_over_b`.
nlohmann::ordered_json to_document(const std::vector<compared_results>& all);

/// The rows of all comparisons as CSV, one line a pair; means are left to the other forms.
std::string to_csv(const std::vector<compared_results>& all);

}  // namespace lacuna::reports
