/// The instructions mma.sp of sm_80 (Ampere): D = A x B + C for one warp, A of m x k with structured
/// sparsity, B of k x n, C and D of m x n; m is 16, n is 8.
///
/// | types          | C and D      | k       |
/// |----------------|--------------|---------|
/// | f16            | f16 or f32   | 16, 32  |
/// | bf16           | f32          | 16, 32  |
/// | tf32           | f32          | 8, 16   |
/// | s8, u8         | s32          | 32, 64  |
/// | s4, u4         | s32          | 64, 128 |
///
/// Either k of a type takes 2 registers (32 bits each) a lane for the kept values of A and 2 for B, or 4 and
/// 4; C and D take 4 each, 2 if f16, and the metadata 1. The dense instruction with the same A registers, mma
/// with half the k, has half the B registers.
///
/// Source: NVIDIA, PTX ISA 9.0, 9.7.14.6.3, "mma.sp"; layout .row.col.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/formats/operand_type.h"

namespace lacuna::formats {

/// The type of C and D.
enum class accumulator_type { f16, f32, s32 };

std::string_view name_of(accumulator_type type);

struct sparse_mma {
    operand_type type = operand_type::f16;  ///< of A and B
    accumulator_type accumulator = accumulator_type::f32;
    int k = 32;

    static constexpr int m = 16;
    static constexpr int n = 8;
    static constexpr int lanes = 32;
    static constexpr int register_bits = 32;

    int kept_columns() const { return k / 2; }
    /// Groups of A's values in a row, each with a nibble of metadata.
    int groups() const { return k / sparsity_of(type).group; }
    /// Values of A or B in a register.
    int values_per_register() const { return register_bits / value_bits(type); }
    int accumulators_per_register() const { return accumulator == accumulator_type::f16 ? 2 : 1; }

    // Registers a lane. Metadata takes one.
    int a_registers() const { return m * kept_columns() / lanes / values_per_register(); }
    int b_registers() const { return k * n / lanes / values_per_register(); }
    int accumulator_registers() const { return m * n / lanes / accumulators_per_register(); }

    /// "m16n8k32".
    std::string shape() const;

    bool operator==(const sparse_mma& other) const {
        return type == other.type && accumulator == other.accumulator && k == other.k;
    }
};

/// Every one that there is.
const std::vector<sparse_mma>& sparse_mma_instructions();

/// Throws input_error, naming what there is instead, where sm_80 has no mma.sp of that type, accumulator or
/// shape.
sparse_mma sparse_mma_instruction(operand_type type, accumulator_type accumulator, int m, int n, int k);

}  // namespace lacuna::formats
