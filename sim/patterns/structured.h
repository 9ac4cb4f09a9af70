/// Structured pruning for mma.sp: along a row, each group of consecutive weights keeps its largest by
/// magnitude: two of four (2:4), one of two (1:2, tf32), two pairs of four (pairwise 4:8, s4 and u4).
///
/// Of a pair counts |a| + |b|; of equals the first stays. Weights come as columns of a sparse matrix, of
/// which the first `columns` form groups; those beyond them (a bias) neither count nor change. What is not
/// stored, or stored as a zero, is a weight 0.
///
/// Sources: formats/operand_type.h for the groups; NVIDIA cuSPARSELt, the pruning algorithm STRIP, for the
/// rule.
#pragma once

#include <cstdint>
#include <string>

#include "sim/formats/compressed_columns.h"
#include "sim/formats/operand_type.h"

namespace lacuna::patterns {

/// Whether no group has more non-zeros than it may keep, and the columns make whole groups.
bool has_structure(formats::operand_type type, const formats::csc<float>& weights, std::uint32_t columns);

/// What keeps weights from having the structure. The columns make whole groups.
struct structure_violations {
    std::uint64_t groups = 0;  ///< with more non-zeros than they may keep
    std::string first;         ///< a sentence that names the first of them, row by row; empty where none is
};
structure_violations violations_of(formats::operand_type type, const formats::csc<float>& weights,
                                   std::uint32_t columns);

/// The pruned weights, without stored zeros. Throws input_error where the columns do not make whole groups,
/// or a weight is NaN.
formats::csc<float> structured(formats::operand_type type, const formats::csc<float>& weights,
                               std::uint32_t columns);

}  // namespace lacuna::patterns
