/// The metadata operand of mma.sp: which lane holds, in which bits of its one metadata register, the nibble
/// of which group of A.
///
/// Of each group of four lanes, 4 g to 4 g + 3, some provide the metadata of rows g and g + 8 for all four;
/// the sparsity selector says which: as many consecutive lanes as the nibbles need, from selector times that
/// many. Over their registers, from the lowest bits of the first, the words of these two rows
/// (metadata_words.h) take turns, in rising k: row g, row g + 8, row g, and so on.
///
/// | instruction                                 | lanes of four | selector |
/// |---------------------------------------------|---------------|----------|
/// | k16 of f16 and bf16, k8 of tf32             | 1             | 0 to 3   |
/// | k32 of f16 and bf16, k16 of tf32            | 2             | 0, 1     |
/// | k32 of s8 and u8, k64 of s4 and u4          | 2             | 0, 1     |
/// | k64 of s8 and u8, k128 of s4 and u4         | 4             | 0        |
///
/// So a lane holds row g in its low half and row g + 8 in its high half where words are u16; where they are
/// u32, even lanes hold row g and odd ones row g + 8.
///
/// Source: NVIDIA, PTX ISA 9.0, 9.7.14.6.1, "Sparse matrix storage", and 9.7.14.6.2, "Matrix fragments for
/// multiply-accumulate operation with sparse matrix A". PTX gives the bits in figures alone; those of f16,
/// and of k64 and k128 of 8 and 4 bits, are confirmed by CUTLASS (reorder_meta() in host_reorder.h, ELayout
/// in mma_traits_sm120_sparse.hpp). k32 of s8 and u8 and k64 of s4 and u4 are taken to follow the same rule,
/// as the halves of k64 and k128.
#pragma once

#include <optional>

#include "sim/formats/sparse_mma.h"

namespace lacuna::formats {

/// Lanes, of each four, that provide metadata.
int metadata_lanes(const sparse_mma& instruction);

/// How many values the sparsity selector may have, from 0.
int sparsity_selectors(const sparse_mma& instruction);

/// Throws input_error where the instruction does not take the selector.
void check_selector(const sparse_mma& instruction, int selector);

/// A nibble in the metadata registers of a warp.
struct metadata_place {
    int lane;
    int bit;  ///< the lowest of its four
    bool operator==(const metadata_place& other) const { return lane == other.lane && bit == other.bit; }
};

/// A group of values of A's tile.
struct group_place {
    int row;
    int group;  ///< from 0 along k
    bool operator==(const group_place& other) const { return row == other.row && group == other.group; }
};

/// Where a group's nibble lies. The selector is one that check_selector() passes.
metadata_place metadata_of(const sparse_mma& instruction, int selector, const group_place& group);

/// The inverse; nothing where the selector does not select the lane. The bit is a multiple of 4.
std::optional<group_place> group_of(const sparse_mma& instruction, int selector, const metadata_place& place);

}  // namespace lacuna::formats
