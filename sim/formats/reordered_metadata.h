/// Reordered metadata: the words of metadata_words.h in the order in which kernels keep them, so that one
/// ldmatrix hands every lane of a warp the register that mma.sp reads (metadata_layout.h).
///
/// Words that share 16 bytes, one row of an ldmatrix, go to the four lanes of a group: those of rows g and g
/// + 8 for two words of k, and with u16 words those of rows g + 16 and g + 24 as well. Over a matrix of words
/// w(row, word), with rows counted from a multiple of 32 (u16) or 16 (u32) and words from an even one, these
/// 16 bytes are
///
///     u16: w(g,0) w(g+8,0) w(g,1) w(g+8,1) w(g+16,0) w(g+24,0) w(g+16,1) w(g+24,1)
///     u32: w(g,0) w(g+8,0) w(g,1) w(g+8,1)
///
/// then the same of g + 1, up to 7, then of the next rows, and after the last row of the next two words of k.
///
/// Source: NVIDIA CUTLASS, reorder_meta() in host_reorder.h, stored as ColumnMajorInterleaved<2>; PyTorch,
/// _semi_structured_conversions.py, has both as one formula.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/metadata_words.h"

namespace lacuna::formats {

/// Where in a matrix of metadata a word stands.
struct metadata_position {
    std::uint32_t row;
    std::uint32_t word;
    bool operator==(const metadata_position& other) const { return row == other.row && word == other.word; }
};

/// Rows that are reordered among themselves: 32 or 16.
std::uint32_t reordered_rows(operand_type type);

/// Place of a word in the reordered matrix of so many rows, counted in words.
std::uint64_t reordered_place(operand_type type, std::uint32_t rows, metadata_position position);
/// The inverse.
metadata_position position_of_reordered(operand_type type, std::uint32_t rows, std::uint64_t place);

/// All words in their reordered places. Throws input_error where the rows are no multiple of reordered_rows()
/// or the words of a row are no even number, and what check() throws.
std::vector<std::uint32_t> reorder(const metadata_words& words);

/// The inverse. Throws the same, and where there are not as many words as rows x words_per_row.
metadata_words restore_order(operand_type type, std::uint32_t rows, std::uint32_t words_per_row,
                             const std::vector<std::uint32_t>& reordered);

}  // namespace lacuna::formats
