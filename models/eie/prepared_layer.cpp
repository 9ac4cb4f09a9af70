#include "models/eie/prepared_layer.h"

#include <algorithm>

namespace lacuna::eie {

prepared_layer prepare(const formats::relative_index_csc& banks) {
    prepared_layer layer;
    layer.pes = static_cast<std::uint32_t>(banks.banks.size());
    layer.columns = banks.columns;
    const std::size_t size = std::size_t{layer.pes} * layer.columns;
    layer.entries.resize(size);
    layer.fillers.resize(size);
    layer.first_address.resize(size, prepared_layer::no_first);
    layer.last_address.resize(size, prepared_layer::no_last);
    layer.begin.resize(size);
    for (std::uint32_t pe = 0; pe < layer.pes; ++pe) {
        const formats::relative_index_bank& bank = banks.banks[pe];
        for (std::uint32_t column = 0; column < layer.columns; ++column) {
            const std::size_t at = std::size_t{column} * layer.pes + pe;
            const std::uint32_t begin = bank.column_begin[column];
            const std::uint32_t end = bank.column_begin[column + 1];
            layer.begin[at] = begin;
            layer.entries[at] = end - begin;
            std::uint32_t next_address = 0;
            for (std::uint32_t i = begin; i < end; ++i) {
                const std::uint32_t address = next_address + bank.entries[i].run;
                const bool is_filler = bank.entries[i].code == 0;
                layer.fillers[at] += is_filler;
                if (i == begin && !is_filler) layer.first_address[at] = address;
                if (i + 1 == end && !is_filler) layer.last_address[at] = address;
                next_address = address + 1;
            }
        }
    }
    return layer;
}

namespace {

template <class Index>
std::vector<Index> packed(const prepared_layer& layer, std::uint32_t entries_per_row) {
    std::vector<Index> values(layer.begin.size() * packed_columns::fields);
    for (std::size_t column = 0; column < layer.columns; ++column) {
        for (std::size_t pe = 0; pe < layer.pes; ++pe) {
            const std::size_t at = column * layer.pes + pe;
            const auto put = [&](field which, std::uint32_t value) {
                const std::size_t row = column * packed_columns::fields + static_cast<std::size_t>(which);
                values[row * layer.pes + pe] =
                    static_cast<Index>(value);  // narrows the two marks of prepared_layer too
            };
            const std::uint32_t begin = layer.begin[at];
            const std::uint32_t last = layer.entries[at] == 0 ? begin : begin + layer.entries[at] - 1;
            put(field::entries, layer.entries[at]);
            put(field::fillers, layer.fillers[at]);
            put(field::first_address, layer.first_address[at]);
            put(field::last_address, layer.last_address[at]);
            put(field::first_row, begin / entries_per_row);
            put(field::last_row, last / entries_per_row);
        }
    }
    return values;
}

}  // namespace

packed_columns pack(const prepared_layer& layer, std::uint32_t entries_per_row) {
    packed_columns columns;
    columns.pes = layer.pes;
    std::uint32_t largest = 0;  // of all that is packed but the marks
    for (std::size_t at = 0; at < layer.begin.size(); ++at) {
        columns.largest_column = std::max(columns.largest_column, layer.entries[at]);
        largest = std::max(largest, (layer.begin[at] + layer.entries[at]) / entries_per_row);
        if (layer.first_address[at] != prepared_layer::no_first)
            largest = std::max(largest, layer.first_address[at]);
        if (layer.last_address[at] != prepared_layer::no_last)
            largest = std::max(largest, layer.last_address[at]);
    }
    const bool narrow = std::max(largest, columns.largest_column) < 0xFFFE;
    if (narrow) {
        columns.values = packed<std::uint16_t>(layer, entries_per_row);
    } else {
        columns.values = packed<std::uint32_t>(layer, entries_per_row);
    }
    return columns;
}

}  // namespace lacuna::eie
