/// The ratios of two results, A / B, and their geometric means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/reports/comparison.h"

namespace lacuna::reports {

/// A figure that is compared: its name with the unit, as results have it, the name of its ratio, and its
/// value where a row has one.
struct compared_figure {
    std::string name;
    std::string ratio;
    std::optional<double> (*value)(const row&);
};

/// Cycles, time, energy, utilization: the order of ratios everywhere.
const std::vector<compared_figure>& compared_figures();

/// A / B; nothing where a value is missing or 0, or where the quotient is beyond what a number can hold.
std::optional<double> ratio(const row_pair& pair, const compared_figure& figure);

/// The geometric mean of those values that there are, and how many; nothing of none.
struct geometric_mean {
    std::size_t values = 0;
    std::optional<double> mean;
};
/// Every value is above 0.
geometric_mean geometric_mean_of(const std::vector<std::optional<double>>& values);

/// Of pairs that are both measured, the means of their ratios. What they may differ in is left out.
struct mean_row {
    std::optional<std::string> accelerator_a;
    std::optional<std::string> accelerator_b;
    std::optional<std::string> pattern;
    std::optional<std::uint32_t> batch;
    std::size_t pairs = 0;
    std::vector<geometric_mean> ratios;  ///< as compared_figures()
};

/// The last is of all pairs. Before it, where there are several, stand those of each two accelerators, and
/// before each of these, where there are several, those of each pattern and batch. Empty where no pair is
/// measured.
std::vector<mean_row> mean_rows(const comparison& all);

}  // namespace lacuna::reports
