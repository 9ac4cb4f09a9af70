/// A nibble of metadata: which parts of a group of values are kept (operand_type.h).
///
/// It holds two indices of 2 bits, the lower in bits 1:0. Each is one of four parts of the group: a value of
/// 2:4, a pair of 4:8. Of 1:2 it is half a value, as if a tf32 were two numbers of 16 bits: a value takes two
/// indices.
///
/// | nibble                   | 0x4 | 0x8 | 0x9 | 0xC | 0xD | 0xE |
/// |--------------------------|-----|-----|-----|-----|-----|-----|
/// | kept parts, 2:4 and 4:8  | 0 1 | 0 2 | 1 2 | 0 3 | 1 3 | 2 3 |
/// | kept value, 1:2          | 0   |     |     |     |     | 1   |
///
/// Nothing else is legal here. 0x0, 0x5, 0xA and 0xF name an index twice, which no instruction accepts; 0x1,
/// 0x2, 0x3, 0x6, 0x7 and 0xB name the higher first, which mma.sp::ordered_metadata does not accept and no
/// compressor emits.
///
/// A group with fewer non-zeros than it may keep still keeps as many parts; zeros are kept from the end of
/// the group, so that a group of nothing but zeros has nibble 0xE. PTX leaves this open, and no product
/// depends on it; PyTorch's sparse_semi_structured_from_dense() does so (its later form for CUTLASS keeps an
/// earlier zero where the one non-zero is the first or second).
///
/// Source: NVIDIA, PTX ISA 9.0, 9.7.14.6.1, "Sparse matrix storage".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/formats/operand_type.h"

namespace lacuna::formats {

bool is_legal_nibble(operand_type type, unsigned nibble);

/// What is wrong with an illegal nibble, as the end of a sentence: "names index 1 twice".
std::string fault_of_nibble(operand_type type, unsigned nibble);

/// The nibble that keeps the values whose bits are set (bit i for value i of the group); nothing where they
/// are more than a group may keep.
std::optional<std::uint8_t> nibble_keeping(operand_type type, unsigned values);

/// Where in the group, 0 to group - 1, the kept value number `slot`, 0 to kept - 1, comes from. The nibble is
/// legal.
inline int kept_offset(operand_type type, unsigned nibble, int slot) {
    const structured_sparsity& sparsity = sparsity_of(type);
    const unsigned index = nibble >> (slot / sparsity.part == 0 ? 0 : 2) & 3;
    return static_cast<int>(index) * sparsity.group / 4 + slot % sparsity.part;
}

}  // namespace lacuna::formats
