/// Vector-wise pruning: vectors of V consecutive weights of one column stay or go as wholes.
///
/// Rule: that of blocks of V x 1 (block.h): all vectors of the matrix are ranked by their L1 norm together,
/// and the last vector of a column may be shorter.
///
/// Source: Chen et al., Efficient Tensor Core-Based GPU Kernels for Structured Sparsity under Reduced
/// Precision (vectorSparse), SC 2021.
#pragma once

#include "sim/patterns/block.h"

namespace lacuna::patterns {

/// Throws input_error where the length is 0, the density is not 0 to 1, or a weight is NaN.
inline mask vector_wise_mask(const formats::dense_matrix<float>& weights, std::uint32_t length,
                             double density) {
    return block_mask(weights, {length, 1}, density);
}

/// Whether every vector is all zeros or has no zero at all. Throws input_error where the length is 0.
inline bool satisfies_vector_wise(const mask& nonzeros, std::uint32_t length) {
    return satisfies_block(nonzeros, {length, 1});
}

}  // namespace lacuna::patterns
