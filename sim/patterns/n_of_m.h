/// N:M pruning: along a row, each group of M consecutive weights keeps its N of largest magnitude.
///
/// Rule: of all patterns of N in a group, in lexicographic order of the positions kept (0 1, 0 2, 0 3, 1 2,
/// ...), the first of the greatest sum of |w| stays; so of equal weights the earlier stay. In pairs (the 4:8
/// of 4-bit integers) weights 2i and 2i + 1 stay or go together, and |a| + |b| counts. Groups start anew
/// after every `segment` columns: after the channels of a position of the kernel, for a convolution lowered
/// to a matrix with the channel fastest; a fully connected layer is one segment. A segment that is no
/// multiple of M is padded with zeros, so that its last group is shorter and keeps N all the same.
///
/// Sources: NVIDIA apex, ASP, m4n2_1d; hipSPARSELt, the pruning algorithm STRIP, for the order; NVIDIA, PTX
/// ISA 9.0, 9.7.14.6.1, for 1:2 and pairwise 4:8.
#pragma once

#include <cstdint>
#include <string>

#include "sim/patterns/mask.h"

namespace lacuna::patterns {

constexpr std::uint32_t most_of_group = 32;

/// N of every M.
struct n_of_m {
    std::uint32_t n = 2;
    std::uint32_t m = 4;
    bool pairs = false;

    /// "2:4", "4:8 pairs".
    std::string name() const;
    /// What is wrong with N and M, as the end of a sentence; empty where nothing is: N is 1 to M - 1, M at
    /// most 32, and both are even where pairs stay together.
    std::string fault() const;
};

/// Throws input_error where the rule has a fault, the columns are not whole segments, or a weight is NaN.
mask n_of_m_mask(const formats::dense_matrix<float>& weights, const n_of_m& rule, std::uint32_t segment);

/// Whether no group has non-zeros in more than N places (N / 2 pairs). Throws what n_of_m_mask throws of rule
/// and segment.
bool satisfies_n_of_m(const mask& nonzeros, const n_of_m& rule, std::uint32_t segment);

/// Throws input_error unless `columns` are whole segments.
void check_segments(std::uint32_t columns, std::uint32_t segment);

}  // namespace lacuna::patterns
