/// The types of operands that mma.sp multiplies on sm_80 (Ampere), and the structured sparsity that each asks
/// of the first operand, A.
///
/// Along k the values of a row of A form groups; in each group half of the values are kept, and a nibble of
/// metadata names them (metadata_nibble.h).
///
/// | types        | sparsity     | group | kept | bits of a value | kept values and metadata / dense |
/// |--------------|--------------|-------|------|-----------------|----------------------------------|
/// | f16, bf16    | 2:4          | 4     | 2    | 16              | 0.5625                           |
/// | tf32         | 1:2          | 2     | 1    | 32              | 0.5625                           |
/// | s8, u8       | 2:4          | 4     | 2    | 8               | 0.625                            |
/// | s4, u4       | pairwise 4:8 | 8     | 4    | 4               | 0.625                            |
///
/// Source: NVIDIA, PTX ISA 9.0, 9.7.14.6.1, "Sparse matrix storage".
#pragma once

#include <array>
#include <string_view>

namespace lacuna::formats {

enum class operand_type { f16, bf16, tf32, s8, u8, s4, u4 };

constexpr std::array<operand_type, 7> operand_types = {
    operand_type::f16, operand_type::bf16, operand_type::tf32, operand_type::s8,
    operand_type::u8,  operand_type::s4,   operand_type::u4};

/// As PTX writes it: "f16".
std::string_view name_of(operand_type type);

/// Throws input_error where mma.sp has no such type, naming the nearest.
operand_type operand_type_named(std::string_view name);

/// Of one value where it is stored and in a register; for tf32 those of its container.
int value_bits(operand_type type);

struct structured_sparsity {
    std::string_view name;  ///< "2:4"
    int group;              ///< consecutive values along k
    int kept;               ///< how many of them are stored
    int part;               ///< consecutive values that are kept or dropped together: 1, or a pair

    int parts() const { return group / part; }
    int kept_parts() const { return kept / part; }
};

const structured_sparsity& sparsity_of(operand_type type);

/// Throws input_error unless a row of `columns` values consists of whole groups.
void check_groups(operand_type type, unsigned columns);

}  // namespace lacuna::formats
