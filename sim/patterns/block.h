/// Block pruning: the matrix is cut into blocks of rows x columns weights, and blocks stay or go as wholes.
///
/// Rule: of all blocks of the matrix the round(blocks x (1 - density)) of least L1 norm go, halves rounded to
/// even; of equal norms the earlier block, row by row of blocks, stays. Blocks at the right and lower edge
/// are smaller (as if padded with zeros) and count as one each.
///
/// Source: SuperBlock (PyTorch, torchao), tiles ranked by their L1 norm.
#pragma once

#include <cstdint>

#include "sim/patterns/mask.h"

namespace lacuna::patterns {

struct block_shape {
    std::uint32_t rows = 1;
    std::uint32_t columns = 1;
};

/// Throws input_error where a side of the block is 0, the density is not 0 to 1, or a weight is NaN.
mask block_mask(const formats::dense_matrix<float>& weights, block_shape shape, double density);

/// Whether every block is all zeros or has no zero at all, so that zeros come in blocks. (Blocks that are
/// stored with a few zeros in them do not satisfy it: any matrix would.) Throws input_error where a side is
/// 0.
bool satisfies_block(const mask& nonzeros, block_shape shape);

}  // namespace lacuna::patterns
