/// EIE's compressed format: relative-index CSC, interleaved over the processing elements.
///
/// Row r belongs to PE r mod P. A PE keeps its slice of every column as (code, run) entries, run being the
/// zeros skipped since the previous entry of that slice; a gap longer than the longest run inserts fillers
/// (code 0, longest run). The run starts anew with each column. Source: Han et al., ISCA 2016, section III.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/compressed_columns.h"

namespace lacuna::formats {

/// One stored entry: a codebook index and the zeros before it.
struct relative_entry {
    std::uint8_t code = 0;
    std::uint8_t run = 0;
    bool operator==(const relative_entry& other) const { return code == other.code && run == other.run; }
};

/// What one PE stores.
struct relative_index_bank {
    std::vector<std::uint32_t> column_begin = {0};  ///< columns + 1 pointers into entries
    std::vector<relative_entry> entries;
    bool operator==(const relative_index_bank& other) const {
        return column_begin == other.column_begin && entries == other.entries;
    }
};

struct relative_index_csc {
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    int run_bits = 4;
    std::vector<relative_index_bank> banks;  ///< one a PE
};

/// Interleaves a matrix of codes over `pes` PEs (at least 1) with runs of `run_bits` (1 to 8) bits. Stored
/// zeros (code 0) stay entries.
relative_index_csc encode_relative_index(const csc<std::uint8_t>& codes, std::uint32_t pes, int run_bits);

/// The exact inverse. Fillers, that is (code 0, longest run) with a later entry in the same slice, vanish;
/// any other entry of code 0 is a stored zero and stays, so that encode(decode(banks)) = banks for every
/// legal set of banks. Throws input_error naming PE, column and entry: pointers that do not start at 0, go
/// backwards or end elsewhere than at the last entry, a run beyond run_bits, a row outside the matrix.
csc<std::uint8_t> decode(const relative_index_csc& matrix);

/// Entries of code 0 in all banks.
std::uint64_t padding_zeros(const relative_index_csc& matrix);

}  // namespace lacuna::formats
