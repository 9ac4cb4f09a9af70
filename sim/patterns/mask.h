/// A mask: for each weight of a matrix (outputs x inputs) whether it stays (1) or goes (0), and how much of
/// the weights' magnitude it keeps.
///
/// Magnitudes are added up in double, row by row from the left, so that sums are the same on every machine.
#pragma once

#include <cstdint>

#include "sim/formats/dense_matrix.h"

namespace lacuna::patterns {

using mask = formats::dense_matrix<std::uint8_t>;

/// The mask under which everything stays.
mask everything(std::uint32_t rows, std::uint32_t columns);
/// The mask of the weights that are not zero already.
mask nonzeros_of(const formats::dense_matrix<float>& weights);

std::uint64_t kept(const mask& stays);
/// The share of weights that stay; 0 where there are none at all.
double density(const mask& stays);

/// The sum of |weight|.
double magnitude(const formats::dense_matrix<float>& weights);
/// The sum of |weight| over those that stay. Mask and weights have one shape.
double magnitude_kept(const formats::dense_matrix<float>& weights, const mask& stays);
/// The greatest sum of |weight| that `kept` of the weights can have: what the best unstructured mask keeps.
/// Throws input_error where a weight is NaN, or where there are fewer than `kept` weights.
double best_magnitude(const formats::dense_matrix<float>& weights, std::uint64_t kept);

/// Zeros in the place of what goes; formats::kept_columns() leaves it out. Weights and mask have one shape.
formats::dense_matrix<float> masked(const formats::dense_matrix<float>& weights, const mask& stays);

/// Throws input_error, naming row and column, where a weight is NaN: it has no rank by magnitude.
void check_rankable(const formats::dense_matrix<float>& weights);

}  // namespace lacuna::patterns
