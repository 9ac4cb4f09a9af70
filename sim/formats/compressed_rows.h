/// CSR: row by row, the columns and values of the stored entries, columns rising inside a row.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/compressed_columns.h"
#include "sim/formats/coordinates.h"

namespace lacuna::formats {

template <class Value>
struct csr {
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::vector<std::uint32_t> row_begin = {0};  ///< rows + 1 positions
    std::vector<std::uint32_t> column;
    std::vector<Value> value;

    std::uint32_t stored() const { return static_cast<std::uint32_t>(column.size()); }
    bool operator==(const csr& other) const {
        return rows == other.rows && columns == other.columns && row_begin == other.row_begin &&
               column == other.column && value == other.value;
    }
};

template <class Value>
csr<Value> encode_csr(const coo<Value>& matrix);
/// The exact inverse. Throws what check() throws.
template <class Value>
coo<Value> decode(const csr<Value>& matrix);

/// Throws input_error naming row and entry: pointers that do not start at 0, go backwards or end elsewhere
/// than at the last entry, columns outside the matrix or not rising.
template <class Value>
void check(const csr<Value>& matrix);

/// One format from the other in time linear in entries, rows and columns. Both throw what check() throws.
template <class Value>
csr<Value> to_csr(const csc<Value>& matrix);
template <class Value>
csc<Value> to_csc(const csr<Value>& matrix);

}  // namespace lacuna::formats
