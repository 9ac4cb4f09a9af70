/// Structured sparsity: a matrix of which, row by row, each group of consecutive values keeps half, stored as
/// the kept values and a nibble of metadata a group. 2:4 for f16, bf16, s8 and u8, 1:2 for tf32, 4:8 in pairs
/// for s4 and u4.
///
/// It is what mma.sp multiplies as its first operand, A (rows m, columns k). A zero may be kept; -0 counts as
/// zero, and where it is not kept comes back as +0.
///
/// Sources: operand_type.h for the patterns, metadata_nibble.h for the nibbles.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/formats/dense_matrix.h"
#include "sim/formats/operand_type.h"

namespace lacuna::formats {

/// Of values f16, bf16, tf32, std::int8_t, std::uint8_t, s4 or u4.
template <class Value>
struct structured_sparse {
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;           ///< of the dense matrix: a multiple of the group
    std::vector<Value> kept;             ///< rows x columns / 2, row-major
    std::vector<std::uint8_t> metadata;  ///< rows x columns / group nibbles, row-major

    bool operator==(const structured_sparse& other) const {
        return rows == other.rows && columns == other.columns && kept == other.kept &&
               metadata == other.metadata;
    }
};

/// Throws input_error where there are not rows x columns values, where the columns are no multiple of the
/// group, and where a group has more non-zeros than it may keep: named is the first, row by row, with which
/// its group has too many.
template <class Value>
void check_structure(const dense_matrix<Value>& matrix);

/// What check_structure() says of the group at (row, column), which has more non-zeros than it may keep:
/// `values` has a bit for each of its values that is not zero.
std::string too_many_non_zeros(operand_type type, unsigned values, std::uint32_t row, std::uint32_t column);

/// Throws what check_structure() throws.
template <class Value>
structured_sparse<Value> compress(const dense_matrix<Value>& matrix);

/// The exact inverse. Throws input_error naming row and columns of the first illegal nibble, and where the
/// columns are no multiple of the group or an array does not have the size that rows and columns give it.
template <class Value>
dense_matrix<Value> uncompress(const structured_sparse<Value>& matrix);

}  // namespace lacuna::formats
