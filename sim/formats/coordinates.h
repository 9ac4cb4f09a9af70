/// COO: the stored entries of a matrix as (row, column, value), the form that every other format encodes and
/// decodes.
#pragma once

#include <cstdint>
#include <vector>

namespace lacuna::formats {

/// Entries in row-major order, each position at most once. A stored zero is an entry like any other.
template <class Value>
struct coo {
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::vector<std::uint32_t> row;
    std::vector<std::uint32_t> column;
    std::vector<Value> value;

    bool operator==(const coo& other) const {
        return rows == other.rows && columns == other.columns && row == other.row && column == other.column &&
               value == other.value;
    }
};

/// Throws input_error naming the entry unless entries are in row-major order, inside the matrix, each
/// position once.
template <class Value>
void check(const coo<Value>& matrix);

}  // namespace lacuna::formats
