/// Random matrices of structured sparsity for property tests.
#pragma once

#include "sim/formats/dense_matrix.h"
#include "sim/formats/operand_value.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {

/// Random: whole numbers -4 to 4, or 0 to 4 where the type has no sign.
template <class Value>
Value random_value(random_source& random) {
    constexpr operand_type type = operand_type_of<Value>();
    constexpr bool has_sign = type != operand_type::u8 && type != operand_type::u4;
    return Value(random(has_sign ? -4 : 0, 4));
}

/// Every group has 0 to its full number of kept parts, anywhere; their values may be zeros too.
template <class Value>
dense_matrix<Value> random_structure(random_source& random, std::uint32_t rows, std::uint32_t columns) {
    const structured_sparsity& sparsity = sparsity_of(operand_type_of<Value>());
    const auto group = static_cast<std::uint32_t>(sparsity.group);
    dense_matrix<Value> matrix = zeros<Value>(rows, columns);
    for (std::uint32_t row = 0; row < rows; ++row) {
        for (std::uint32_t first = 0; first < columns; first += group) {
            for (int kept = random(0, sparsity.kept_parts()); kept > 0; --kept) {
                const int part = random(0, sparsity.parts() - 1);
                for (int i = part * sparsity.part; i < (part + 1) * sparsity.part; ++i)
                    matrix.at(row, first + static_cast<std::uint32_t>(i)) = random_value<Value>(random);
            }
        }
    }
    return matrix;
}

}  // namespace lacuna::formats
