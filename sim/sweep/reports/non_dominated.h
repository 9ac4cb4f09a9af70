/// The Pareto front of a set of points: those that no other one beats in everything.
#pragma once

#include <cstddef>
#include <vector>

namespace lacuna::sweep {

/// Coordinates of a point, all of which are to be small; none is a NaN.
using coordinates = std::vector<double>;

/// The places of the points that no other point dominates, ascending: one dominates another where it is
/// nowhere greater and somewhere smaller, so that equal points stay together. All have equally many
/// coordinates, at least one. Exact, in O(n log n) time for two coordinates and O(n log^(d - 1) n) for d:
/// divide and conquer, after H. T. Kung, F. Luccio and F. P. Preparata, "On finding the maxima of a set of
/// vectors", Journal of the ACM 22 (1975).
std::vector<std::size_t> non_dominated(const std::vector<coordinates>& points);

}  // namespace lacuna::sweep
