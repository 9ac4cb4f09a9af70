/// A dense matrix: every value stored, row by row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna::formats {

template <class Value>
struct dense_matrix {
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::vector<Value> value;  ///< rows x columns, row-major

    const Value& at(std::uint32_t row, std::uint32_t column) const {
        return value[std::size_t{row} * columns + column];
    }
    Value& at(std::uint32_t row, std::uint32_t column) { return value[std::size_t{row} * columns + column]; }
    bool operator==(const dense_matrix& other) const {
        return rows == other.rows && columns == other.columns && value == other.value;
    }
};

/// A matrix of default values: of zeros.
template <class Value>
dense_matrix<Value> zeros(std::uint32_t rows, std::uint32_t columns) {
    return {rows, columns, std::vector<Value>(std::size_t{rows} * columns, Value(0))};
}

}  // namespace lacuna::formats
