#include "sim/formats/coordinates.h"

#include <limits>

#include "sim/config/input_error.h"

namespace lacuna::formats {

template <class Value>
void check(const coo<Value>& matrix) {
    const std::size_t entries = matrix.row.size();
    if (matrix.column.size() != entries || matrix.value.size() != entries)
        refuse("COO: there are {} rows, {} columns and {} values of entries, but each entry needs all three.",
               entries, matrix.column.size(), matrix.value.size());
    if (entries > std::numeric_limits<std::uint32_t>::max())
        refuse("COO: {} entries are more than 32-bit pointers can count.", entries);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::uint32_t row = matrix.row[i], column = matrix.column[i];
        if (row >= matrix.rows || column >= matrix.columns)
            refuse("COO entry {}: position ({}, {}) is outside the matrix of {} x {}.", i, row, column,
                   matrix.rows, matrix.columns);
        if (i == 0) continue;
        const std::uint32_t row_before = matrix.row[i - 1], column_before = matrix.column[i - 1];
        if (row < row_before || (row == row_before && column <= column_before))
            refuse(
                "COO entry {}: position ({}, {}) follows ({}, {}), but entries must be in row-major order, "
                "each "
                "position at most once.",
                i, row, column, row_before, column_before);
    }
}

template void check(const coo<float>& matrix);
template void check(const coo<std::uint8_t>& matrix);

}  // namespace lacuna::formats
