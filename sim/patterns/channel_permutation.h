/// Channel permutation for 2:4: an order of the columns in which 2:4 pruning keeps more magnitude.
///
/// To permute the columns of a weight matrix, and with them the inputs, changes no product; but it changes
/// which four weights of a row compete. Greedy channel swap: every swap of two columns of different groups of
/// four is scored by the magnitude that 2:4 gains; swaps are taken by decreasing gain (of equal gains that of
/// the lower columns first), none that touches a group touched in this pass, down to a threshold of
/// min(max(best gain x 1e-5, 1e-4), 1); passes repeat until one swaps nothing.
///
/// For a convolution the columns are the channels, and every output at every position of the kernel is a row:
/// the lowered matrix (columns: position, channel, the channel fastest) read as one of outputs x positions
/// rows.
///
/// Source: Pool and Yu, Channel Permutations for N:M Sparsity, NeurIPS 2021; NVIDIA apex, channel_swap.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/dense_matrix.h"

namespace lacuna::patterns {

/// Gains of all swaps are held: 4 bytes for every two columns, 1 GiB at most.
constexpr std::uint32_t most_permuted_columns = 16384;

struct channel_permutation {
    std::vector<std::uint32_t> column;  ///< at place i stands this column of the weights
    std::uint32_t swaps = 0;
    std::uint32_t passes = 0;

    // Sums of |w| kept.
    double unpruned = 0;
    double plain = 0;     ///< by 2:4 as the columns stand
    double permuted = 0;  ///< by 2:4 of the permuted columns
    double best_of_rows =
        0;  ///< by keeping half of each row, wherever it stands: what no permutation exceeds

    /// The share of what permuting could win that it has won; 1 where there is nothing to win.
    double efficacy() const;
};

/// Throws input_error where the columns are not groups of four or more than the limit, or a weight is not
/// finite; and interrupted. Time is in proportion to rows x columns^2, some passes of it.
channel_permutation permute_channels(const formats::dense_matrix<float>& weights);

/// The columns in that order.
formats::dense_matrix<float> permuted(const formats::dense_matrix<float>& weights,
                                      const std::vector<std::uint32_t>& column);

}  // namespace lacuna::patterns
