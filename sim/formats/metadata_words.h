/// Metadata in the words that kernels move: the nibbles of a row packed along k, the first in the lowest
/// bits.
///
/// | operands        | word | nibbles | columns of A in a word    |
/// |-----------------|------|---------|---------------------------|
/// | f16, bf16, tf32 | u16  | 4       | 16; 8 of tf32             |
/// | s8, u8, s4, u4  | u32  | 8       | 32; 64 of s4 and u4       |
///
/// Sources: NVIDIA, PTX ISA 9.0, 9.7.14.6.2, for the order; NVIDIA CUTLASS, mma_sparse_sm80.h and
/// host_uncompress.h, and PyTorch, _semi_structured_conversions.py, for the words.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/operand_type.h"

namespace lacuna::formats {

/// 16 or 32.
int metadata_word_bits(operand_type type);
/// 4 or 8.
int nibbles_per_word(operand_type type);
/// The columns of A that a word covers.
int columns_per_word(operand_type type);

struct metadata_words {
    operand_type type = operand_type::f16;
    std::uint32_t rows = 0;
    std::uint32_t words_per_row = 0;
    std::vector<std::uint32_t> word;  ///< rows x words_per_row, row-major; of u16 the upper bits are 0

    bool operator==(const metadata_words& other) const {
        return type == other.type && rows == other.rows && words_per_row == other.words_per_row &&
               word == other.word;
    }
};

/// Packs nibbles (rows x nibbles_per_row, row-major; each legal or not). Throws input_error where a row does
/// not fill whole words, a nibble has more than 4 bits, or there are not as many as rows x nibbles_per_row.
metadata_words pack_metadata(operand_type type, std::uint32_t rows, std::uint32_t nibbles_per_row,
                             const std::vector<std::uint8_t>& nibbles);

/// The inverse.
std::vector<std::uint8_t> unpack_metadata(const metadata_words& words);

/// Throws input_error unless there are rows x words_per_row words, none with more bits than it has.
void check(const metadata_words& words);

}  // namespace lacuna::formats
