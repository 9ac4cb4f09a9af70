/// Unstructured (magnitude) pruning: the weights of least magnitude become zeros, wherever they stand.
///
/// Rule, from MIT 6.5940, lab 1: of n weights, zeros = round(n (1 - density)), halves to even; threshold =
/// the zeros-th smallest magnitude; what is strictly above it stays. So weights equal to the threshold all
/// go, and where zeros is 0 everything stays. `density` is 0 to 1; the functions throw input_error where it
/// is not, or where a weight is NaN.
#pragma once

#include <cstdint>

#include "sim/formats/compressed_columns.h"
#include "sim/patterns/mask.h"

namespace lacuna::patterns {

/// How many of n weights the rule wants to be zeros.
std::uint64_t zeros_at_density(std::uint64_t n, double density);

mask unstructured_mask(const formats::dense_matrix<float>& weights, double density);

/// The same for a matrix that is sparse already: n is rows x columns, and what is not stored is a weight 0.
formats::csc<float> unstructured(const formats::csc<float>& weights, double density);

}  // namespace lacuna::patterns
