/// CSC: column by column, the rows and values of the stored entries, rows rising inside a column.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/coordinates.h"

namespace lacuna::formats {

template <class Value>
struct csc {
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::vector<std::uint32_t> column_begin = {0};  ///< columns + 1 positions
    std::vector<std::uint32_t> row;
    std::vector<Value> value;

    std::uint32_t stored() const { return static_cast<std::uint32_t>(row.size()); }
    bool operator==(const csc& other) const {
        return rows == other.rows && columns == other.columns && column_begin == other.column_begin &&
               row == other.row && value == other.value;
    }
};

template <class Value>
csc<Value> encode_csc(const coo<Value>& matrix);
/// The exact inverse. Throws what check() throws.
template <class Value>
coo<Value> decode(const csc<Value>& matrix);

/// Throws input_error naming column and entry: pointers that do not start at 0, go backwards or end elsewhere
/// than at the last entry, rows outside the matrix or not rising.
template <class Value>
void check(const csc<Value>& matrix);

}  // namespace lacuna::formats
