/// Row and column pruning: whole rows (outputs) or whole columns (inputs) of the matrix stay or go.
///
/// Rule: rows (columns) are ranked by their Frobenius norm, and the first round(count x density) stay, halves
/// rounded to even; of equal norms the earlier stays.
///
/// Source: MIT 6.5940, lab 1, channel pruning.
#pragma once

#include "sim/patterns/mask.h"

namespace lacuna::patterns {

/// Throws input_error where the density is not 0 to 1, or a weight is NaN.
mask row_mask(const formats::dense_matrix<float>& weights, double density);
mask column_mask(const formats::dense_matrix<float>& weights, double density);

/// Whether every row (column) is all zeros or has no zero at all.
bool satisfies_row(const mask& nonzeros);
bool satisfies_column(const mask& nonzeros);

}  // namespace lacuna::patterns
