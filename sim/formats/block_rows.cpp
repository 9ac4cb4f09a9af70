#include "sim/formats/block_rows.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/formats/compressed_check.h"

namespace lacuna::formats {
namespace {

constexpr std::uint32_t longest_side = 65535;  // so that blocks x r x c stays inside 64 bits

void check_shape(std::uint32_t block_rows, std::uint32_t block_columns) {
    if (block_rows < 1 || block_columns < 1 || block_rows > longest_side || block_columns > longest_side)
        refuse("BSR: a block of {} x {} is not possible; both sides must be 1 to {}.", block_rows,
               block_columns, longest_side);
}

std::uint32_t blocks_along(std::uint32_t values, std::uint32_t block) {
    return values / block + (values % block != 0);
}

/// Row `row` of the matrix inside each block of its row of blocks, entries appended in rising order of
/// column.
template <class Value>
void append_row(const bsr<Value>& matrix, std::uint32_t row, coo<Value>& decoded) {
    const std::size_t block_size = std::size_t{matrix.block_rows} * matrix.block_columns;
    const std::uint32_t block_row = row / matrix.block_rows;
    for (std::uint32_t block = matrix.row_begin[block_row]; block < matrix.row_begin[block_row + 1];
         ++block) {
        const std::uint32_t first = matrix.column[block] * matrix.block_columns;
        const Value* values =
            &matrix.value[block * block_size + std::size_t{row % matrix.block_rows} * matrix.block_columns];
        for (std::uint32_t i = 0; i < matrix.block_columns; ++i) {
            if (values[i] == 0) continue;
            decoded.row.push_back(row);
            decoded.column.push_back(first + i);
            decoded.value.push_back(values[i]);
        }
    }
}

/// Refuses a block without an entry, or with one outside the matrix.
template <class Value>
void check_block(const bsr<Value>& matrix, std::uint32_t block_row, std::uint32_t block) {
    const std::size_t block_size = std::size_t{matrix.block_rows} * matrix.block_columns;
    bool holds_entry = false;
    for (std::size_t i = 0; i < block_size; ++i) {
        if (matrix.value[block * block_size + i] == 0) continue;
        const std::uint64_t row = std::uint64_t{block_row} * matrix.block_rows + i / matrix.block_columns;
        const std::uint64_t column =
            std::uint64_t{matrix.column[block]} * matrix.block_columns + i % matrix.block_columns;
        if (row >= matrix.rows || column >= matrix.columns)
            refuse(
                "BSR block row {}, block {}: position ({}, {}) is padding outside the matrix of {} x {}, but "
                "is not "
                "zero.",
                block_row, block, row, column, matrix.rows, matrix.columns);
        holds_entry = true;
    }
    if (!holds_entry)
        refuse("BSR block row {}, block {}: the block is stored, but all its values are zero.", block_row,
               block);
}

}  // namespace

template <class Value>
bsr<Value> encode_bsr(const coo<Value>& matrix, std::uint32_t block_rows, std::uint32_t block_columns) {
    check_shape(block_rows, block_columns);
    check(matrix);
    const auto zero = std::find(matrix.value.begin(), matrix.value.end(), Value{0});
    if (zero != matrix.value.end()) {
        const std::size_t entry = static_cast<std::size_t>(zero - matrix.value.begin());
        refuse("COO entry {}: position ({}, {}) holds a stored zero, which BSR cannot tell from padding.",
               entry, matrix.row[entry], matrix.column[entry]);
    }

    bsr<Value> encoded{matrix.rows, matrix.columns, block_rows, block_columns, {0}, {}, {}};
    const std::size_t block_size = std::size_t{block_rows} * block_columns;
    const std::uint32_t rows_of_blocks = blocks_along(matrix.rows, block_rows);
    std::vector<std::uint32_t> block_at(
        blocks_along(matrix.columns, block_columns));  // of this row of blocks
    std::size_t begin = 0;
    for (std::uint32_t block_row = 0; block_row < rows_of_blocks; ++block_row) {
        std::size_t end = begin;
        const std::size_t first_block = encoded.column.size();
        for (; end < matrix.row.size() && matrix.row[end] / block_rows == block_row; ++end)
            encoded.column.push_back(matrix.column[end] / block_columns);
        const auto blocks = encoded.column.begin() + static_cast<std::ptrdiff_t>(first_block);
        std::sort(blocks, encoded.column.end());
        encoded.column.erase(std::unique(blocks, encoded.column.end()), encoded.column.end());
        for (std::size_t block = first_block; block < encoded.column.size(); ++block)
            block_at[encoded.column[block]] = static_cast<std::uint32_t>(block);

        encoded.value.resize(encoded.column.size() * block_size);
        for (; begin < end; ++begin) {
            const std::size_t block = block_at[matrix.column[begin] / block_columns];
            encoded.value[block * block_size + std::size_t{matrix.row[begin] % block_rows} * block_columns +
                          matrix.column[begin] % block_columns] = matrix.value[begin];
        }
        encoded.row_begin.push_back(encoded.stored_blocks());
    }
    return encoded;
}

template <class Value>
coo<Value> decode(const bsr<Value>& matrix) {
    check_shape(matrix.block_rows, matrix.block_columns);
    const std::uint32_t rows_of_blocks = blocks_along(matrix.rows, matrix.block_rows);
    check_compressed({"BSR", "block row", "block column"}, matrix.row_begin, rows_of_blocks, matrix.column,
                     blocks_along(matrix.columns, matrix.block_columns));
    const std::uint64_t values =
        std::uint64_t{matrix.stored_blocks()} * matrix.block_rows * matrix.block_columns;
    if (matrix.value.size() != values)
        refuse("BSR: {} blocks of {} x {} need {} values, but there are {}.", matrix.stored_blocks(),
               matrix.block_rows, matrix.block_columns, values, matrix.value.size());
    for (std::uint32_t block_row = 0; block_row < rows_of_blocks; ++block_row)
        for (std::uint32_t block = matrix.row_begin[block_row]; block < matrix.row_begin[block_row + 1];
             ++block)
            check_block(matrix, block_row, block);

    coo<Value> decoded{matrix.rows, matrix.columns, {}, {}, {}};
    for (std::uint32_t row = 0; row < matrix.rows; ++row) append_row(matrix, row, decoded);
    return decoded;
}

template bsr<float> encode_bsr(const coo<float>& matrix, std::uint32_t block_rows,
                               std::uint32_t block_columns);
template bsr<std::uint8_t> encode_bsr(const coo<std::uint8_t>& matrix, std::uint32_t block_rows,
                                      std::uint32_t block_columns);
template coo<float> decode(const bsr<float>& matrix);
template coo<std::uint8_t> decode(const bsr<std::uint8_t>& matrix);

}  // namespace lacuna::formats
