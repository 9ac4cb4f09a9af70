/// BSR: CSR over dense blocks of r x c values; the blocks at the ragged edges are padded with zeros.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/coordinates.h"

namespace lacuna::formats {

/// A block is stored where it holds an entry. A zero inside a block is no entry, so BSR cannot tell stored
/// zeros.
template <class Value>
struct bsr {
    std::uint32_t rows = 0;                      ///< of the matrix, in values
    std::uint32_t columns = 0;                   ///< of the matrix, in values
    std::uint32_t block_rows = 1;                ///< r, at most 65535
    std::uint32_t block_columns = 1;             ///< c, at most 65535
    std::vector<std::uint32_t> row_begin = {0};  ///< ceil(rows / r) + 1 positions, counted in blocks
    std::vector<std::uint32_t> column;  ///< of each block, counted in blocks, rising inside a row of blocks
    std::vector<Value> value;           ///< r x c a block, row-major

    std::uint32_t stored_blocks() const { return static_cast<std::uint32_t>(column.size()); }
    bool operator==(const bsr& other) const {
        return rows == other.rows && columns == other.columns && block_rows == other.block_rows &&
               block_columns == other.block_columns && row_begin == other.row_begin &&
               column == other.column && value == other.value;
    }
};

/// Throws input_error naming the entry where the matrix holds a stored zero, or where the block shape is not
/// 1 to 65535.
template <class Value>
bsr<Value> encode_bsr(const coo<Value>& matrix, std::uint32_t block_rows, std::uint32_t block_columns);

/// The exact inverse. Throws input_error naming block row and block: pointers or block columns as check(csr)
/// refuses them, a block that holds no entry, a value in the padding.
template <class Value>
coo<Value> decode(const bsr<Value>& matrix);

}  // namespace lacuna::formats
