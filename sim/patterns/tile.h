/// 2:4 both ways (TILE): in every tile of 4 x 4 weights two stay in each row and two in each column, so that
/// the matrix and its transpose both have 2:4.
///
/// Rule: 90 masks of a tile keep exactly two weights in each row and column; the one of the greatest L1 norm
/// stays, of equals the first in lexicographic order: rows from the top, of each the pairs 0 1, 0 2, 0 3, 1
/// 2, 1 3, 2 3. Tiles start anew after every `segment` columns (n_of_m.h); at the edges of segments and of
/// the matrix they are padded with zeros.
///
/// Source: hipSPARSELt, the pruning algorithm TILE and its tests.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/patterns/mask.h"

namespace lacuna::patterns {

/// For each row of a tile the number of the pair of columns that it keeps, 0 to 5 in lexicographic order.
using tile_choice = std::array<std::uint8_t, 4>;

/// All 90, in lexicographic order.
const std::vector<tile_choice>& tile_choices();

/// Throws input_error where the columns are not whole segments, or a weight is NaN.
mask tile_mask(const formats::dense_matrix<float>& weights, std::uint32_t segment);

/// Whether no row and no column of a tile has more than two non-zeros: what 2:4 both ways asks for. Throws
/// input_error where the columns are not whole segments.
bool satisfies_tile(const mask& nonzeros, std::uint32_t segment);

}  // namespace lacuna::patterns
