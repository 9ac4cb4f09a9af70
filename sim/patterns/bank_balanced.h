/// Bank-balanced pruning: each row is cut into equal banks of consecutive weights, and every bank keeps as
/// many of its largest, so that hardware with a memory for each bank never waits for one of them.
///
/// Rule: a bank has ceil(columns / banks) weights; where the columns do not divide, the last bank is shorter
/// (and others may be empty), as if padded with zeros. Every bank keeps its k = round(weights of a whole bank
/// x density) of largest magnitude, halves rounded to even, or all it has where these are fewer; of equals
/// the earlier stays.
///
/// Source: Cao et al., Efficient and Effective Sparse LSTM on FPGA with Bank-Balanced Sparsity, FPGA 2019.
#pragma once

#include <cstdint>

#include "sim/patterns/mask.h"

namespace lacuna::patterns {

/// Throws input_error where banks are not 1 to the number of columns, the density is not 0 to 1, or a weight
/// is NaN.
mask bank_balanced_mask(const formats::dense_matrix<float>& weights, std::uint32_t banks, double density);

/// Whether every bank of every row has the same number of non-zeros (a shorter bank: that number, or all it
/// has). Throws input_error where banks are not 1 to the number of columns.
bool satisfies_bank_balanced(const mask& nonzeros, std::uint32_t banks);

}  // namespace lacuna::patterns
