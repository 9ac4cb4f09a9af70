/// A layer as the transaction engine sees it: per column and PE how many entries there are and where, but no
/// weights.
///
/// Prepared once for a layer and a number of PEs; packed once for each width of the weight SRAM.
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "sim/formats/relative_index.h"

namespace lacuna::eie {

/// All vectors run column by column, and inside a column PE by PE.
struct prepared_layer {
    std::uint32_t pes = 0;
    std::uint32_t columns = 0;  ///< padding columns and the bias included
    std::vector<std::uint32_t> entries;
    std::vector<std::uint32_t> fillers;
    std::vector<std::uint32_t>
        first_address;  ///< of the column's first entry; no_first where that is a filler
    std::vector<std::uint32_t>
        last_address;                  ///< of its last; no_last where that is a filler or there is none
    std::vector<std::uint32_t> begin;  ///< index of the first entry in the PE's bank

    /// Addresses that equal no other, so that no bypass is seen where a filler or nothing is.
    static constexpr std::uint32_t no_first = 0xFFFFFFFE;
    static constexpr std::uint32_t no_last = 0xFFFFFFFF;
};

prepared_layer prepare(const formats::relative_index_csc& banks);

/// What the recurrence reads of a column, packed for it: six fields after one another, each with a value a
/// PE, in 16 bits where everything fits, since the recurrence is as fast as its memory.
enum class field { entries, fillers, first_address, last_address, first_row, last_row };

struct packed_columns {
    static constexpr std::size_t fields = 6;
    std::uint32_t pes = 0;
    std::uint32_t largest_column = 0;  ///< most entries of one PE in one column
    std::variant<std::vector<std::uint16_t>, std::vector<std::uint32_t>> values;
};

/// Packs the columns for a weight SRAM of so many entries a row; an empty column's first and last row are the
/// same.
packed_columns pack(const prepared_layer& layer, std::uint32_t entries_per_row);

}  // namespace lacuna::eie
