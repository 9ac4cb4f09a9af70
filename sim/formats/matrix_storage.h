/// What a matrix of weights (outputs x inputs) takes in memory in each format, in bytes of values and of
/// indices.
///
/// Counted are the entries that a matrix stores. Every array is packed without gaps into whole bytes. Row and
/// column numbers and pointers have 32 bits; values have `value_bits`, 1 to 64. Functions throw input_error
/// where value_bits are others, or where a matrix has more than 2^40 positions.
///
/// Sources: EIE: Han et al., ISCA 2016, section III: codes of 4 bits into a table of 16 shared values of 32
/// bits, runs of 4 bits, pointers of 16. Bank-balanced: Cao et al., "Efficient and Effective Sparse LSTM on
/// FPGA with Bank-Balanced Sparsity", FPGA 2019 (CSB: values, and their places inside their banks). The
/// others are common.
#pragma once

#include <cstdint>

#include "sim/formats/compressed_columns.h"

namespace lacuna::formats {

struct storage_bytes {
    std::uint64_t values = 0;
    std::uint64_t indices = 0;
    std::uint64_t total() const { return values + indices; }
    bool operator==(const storage_bytes& other) const {
        return values == other.values && indices == other.indices;
    }
};

/// Every value, no indices.
storage_bytes dense_storage(const csc<float>& matrix, int value_bits);
/// Row and column of every entry.
storage_bytes coo_storage(const csc<float>& matrix, int value_bits);
/// rows + 1 pointers, the column of every entry.
storage_bytes csr_storage(const csc<float>& matrix, int value_bits);
/// columns + 1 pointers, the row of every entry.
storage_bytes csc_storage(const csc<float>& matrix, int value_bits);
/// A bit for every position, the values of the entries.
storage_bytes bitmap_storage(const csc<float>& matrix, int value_bits);

struct bsr_storage {
    storage_bytes bytes;
    std::uint64_t blocks = 0;
    std::uint64_t padding_zeros = 0;  ///< stored values that are no entries
};
/// Blocks that hold an entry, whole, with those at the edges padded; their columns; and a pointer for each
/// row of blocks and one more. Throws input_error where a side of the block is not 1 to 65535.
bsr_storage bsr_storage_of(const csc<float>& matrix, std::uint32_t block_rows, std::uint32_t block_columns,
                           int value_bits);

struct relative_index_storage {
    storage_bytes bytes;
    std::uint64_t entries = 0;          ///< fillers included
    std::uint64_t fillers = 0;          ///< that bridge more zeros than a run counts
    std::uint64_t most_entries_pe = 0;  ///< of the PE that stores most, whose pointers must reach them all
};
/// EIE's format on 1 to 2^20 PEs: codes and the table as values; runs, and columns + 1 pointers a PE, as
/// indices. Throws input_error where there are fewer or more.
relative_index_storage relative_index_storage_of(const csc<float>& matrix, std::uint32_t pes);

struct bank_balanced_storage {
    storage_bytes bytes;
    std::uint32_t bank_size = 0;         ///< weights: ceil(columns / banks)
    std::uint32_t entries_per_bank = 0;  ///< those of the fullest bank
};
/// Rows cut into banks as patterns/bank_balanced.h cuts them, each bank padded with zeros to as many entries
/// as the fullest of the matrix has: a value, and ceil(log2(bank size)) bits of its place in the bank. Throws
/// input_error where banks are not 1 to the number of columns.
bank_balanced_storage bank_balanced_storage_of(const csc<float>& matrix, std::uint32_t banks, int value_bits);

}  // namespace lacuna::formats
