/// The fragments of mma.sp: which lane of the warp holds, in which of its registers, which element of A, B, C
/// and D.
///
/// With g = lane / 4 (the group of four lanes), t = lane % 4, r the register, and e the value in it, from 0
/// in the lowest bits, of v values a register:
///
/// | matrix               | row                | column                        |
/// |----------------------|--------------------|-------------------------------|
/// | A, the kept values   | g + 8 (r % 2)      | v t + e + 4 v (r / 2)         |
/// | B                    | v t + e + 4 v r    | g                             |
/// | C, D of f32 and s32  | g + 8 (r / 2)      | 2 t + r % 2                   |
/// | C, D of f16          | g + 8 r            | 2 t + e                       |
///
/// So a register of A holds the kept values of consecutive groups: of one group of f16, bf16 and tf32, of two
/// of s8, u8, s4 and u4. A's columns here are those of the kept values, kept_columns() of them; the dense
/// column of one follows from its group's metadata (kept_offset() in metadata_nibble.h). The dense
/// instruction mma of half the k has the same fragments, A's columns being dense there.
///
/// Source: NVIDIA, PTX ISA 9.0, 9.7.14.6.2, "Matrix fragments for multiply-accumulate operation with sparse
/// matrix A", and, for B, C and D, 9.7.14.5, those of mma.m16n8k8 to mma.m16n8k64. PTX draws B of the larger
/// k (k32 of f16, k16 of tf32, k64 of s8, k128 of s4) in figures without a formula; that it goes on as for
/// the smaller k is as CUTLASS has it (BLayout in mma_traits_sm120_sparse.hpp, for 8 and 4 bits).
#pragma once

#include "sim/formats/sparse_mma.h"

namespace lacuna::formats {

/// One value in the registers of a warp.
struct fragment_place {
    int lane;            ///< 0 to 31
    int register_index;  ///< from 0
    int slot;            ///< in the register, from 0 in the lowest bits
    bool operator==(const fragment_place& other) const {
        return lane == other.lane && register_index == other.register_index && slot == other.slot;
    }
};

/// One element of the tile of a matrix that an instruction takes.
struct tile_place {
    int row;
    int column;
    bool operator==(const tile_place& other) const { return row == other.row && column == other.column; }
};

// Each pair is a bijection, the second function the inverse of the first. Places are inside the fragment or
// the tile.

/// A: m x kept_columns().
tile_place a_element(const sparse_mma& instruction, const fragment_place& place);
fragment_place a_place(const sparse_mma& instruction, const tile_place& element);

/// B: k x n.
tile_place b_element(const sparse_mma& instruction, const fragment_place& place);
fragment_place b_place(const sparse_mma& instruction, const tile_place& element);

/// C and D: m x n.
tile_place accumulator_element(const sparse_mma& instruction, const fragment_place& place);
fragment_place accumulator_place(const sparse_mma& instruction, const tile_place& element);

}  // namespace lacuna::formats
