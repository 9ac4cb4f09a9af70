#include "sim/formats/relative_index.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "sim/config/input_error.h"
#include "sim/formats/compressed_check.h"
#include "sim/formats/compressed_rows.h"

namespace lacuna::formats {
namespace {

constexpr std::uint32_t most_entries = std::numeric_limits<std::uint32_t>::max();

/// Row r is slice address r / P of PE r mod P.
struct place {
    std::uint32_t pe;
    std::uint32_t address;
};

std::vector<place> place_rows(std::uint32_t rows, std::uint32_t pes) {
    std::vector<place> places(rows);
    for (std::uint32_t row = 0; row < rows; ++row) places[row] = {row % pes, row / pes};
    return places;
}

void check_run_bits(int run_bits) {
    if (run_bits < 1 || run_bits > 8)
        refuse("relative index: runs of {} bits are not possible; 1 to 8 are.", run_bits);
}

/// The column pointers of every bank. The longest run is 2^bits - 1, so a gap is (gap >> bits) fillers and
/// its low bits.
void count_entries(const csc<std::uint8_t>& codes, const std::vector<place>& places,
                   relative_index_csc& encoded) {
    struct slice {
        std::uint32_t next_address;
        std::uint64_t entries;
    };
    std::vector<slice> slices(encoded.banks.size(), slice{0, 0});
    for (std::uint32_t column = 0; column < codes.columns; ++column) {
        for (slice& each : slices) each.next_address = 0;
        for (std::uint32_t i = codes.column_begin[column]; i < codes.column_begin[column + 1]; ++i) {
            const place to = places[codes.row[i]];
            slice& at = slices[to.pe];
            at.entries += 1 + ((to.address - at.next_address) >> encoded.run_bits);
            at.next_address = to.address + 1;
        }
        for (std::size_t pe = 0; pe < slices.size(); ++pe) {
            if (slices[pe].entries > most_entries)
                refuse(
                    "relative index: PE {} would hold {} entries by column {}, more than 32-bit pointers can "
                    "count.",
                    pe, slices[pe].entries, column);
            encoded.banks[pe].column_begin[column + 1] = static_cast<std::uint32_t>(slices[pe].entries);
        }
    }
}

void place_entries(const csc<std::uint8_t>& codes, const std::vector<place>& places,
                   relative_index_csc& encoded) {
    struct slice {
        relative_entry* next_entry;
        std::uint32_t next_address;
    };
    const auto longest_run = static_cast<std::uint8_t>((1u << encoded.run_bits) - 1);
    std::vector<slice> slices;
    for (relative_index_bank& bank : encoded.banks) {
        bank.entries.resize(bank.column_begin.back());
        slices.push_back({bank.entries.data(), 0});
    }
    for (std::uint32_t column = 0; column < codes.columns; ++column) {
        for (slice& each : slices) each.next_address = 0;
        for (std::uint32_t i = codes.column_begin[column]; i < codes.column_begin[column + 1]; ++i) {
            const place to = places[codes.row[i]];
            slice& at = slices[to.pe];
            const std::uint32_t gap = to.address - at.next_address;
            for (std::uint32_t filler = gap >> encoded.run_bits; filler > 0; --filler)
                *at.next_entry++ = {0, longest_run};
            *at.next_entry++ = {codes.value[i], static_cast<std::uint8_t>(gap & longest_run)};
            at.next_address = to.address + 1;
        }
    }
}

/// Calls visit(row, column, code) for every entry that is no filler, PE by PE; refuses runs and rows out of
/// bounds.
template <class Visit>
void visit_entries(const relative_index_csc& matrix, Visit visit) {
    const std::uint32_t longest_run = (1u << matrix.run_bits) - 1;
    const std::uint64_t pes = matrix.banks.size();
    for (std::uint64_t pe = 0; pe < pes; ++pe) {
        const relative_index_bank& bank = matrix.banks[pe];
        for (std::uint32_t column = 0; column < matrix.columns; ++column) {
            std::uint64_t address = 0;
            const std::uint32_t end = bank.column_begin[column + 1];
            for (std::uint32_t i = bank.column_begin[column]; i < end; ++i) {
                const relative_entry entry = bank.entries[i];
                if (entry.run > longest_run)
                    refuse("PE {}, column {}, entry {}: a run of {} is beyond the longest of {} bits, {}.",
                           pe, column, i, entry.run, matrix.run_bits, longest_run);
                address += entry.run;
                const std::uint64_t row = pe + pes * address++;
                if (row >= matrix.rows)
                    refuse("PE {}, column {}, entry {}: row {} is outside the matrix, which has {}.", pe,
                           column, i, row, matrix.rows);
                const bool filler = entry.code == 0 && entry.run == longest_run && i + 1 < end;
                if (!filler) visit(static_cast<std::uint32_t>(row), column, entry.code);
            }
        }
    }
}

}  // namespace

relative_index_csc encode_relative_index(const csc<std::uint8_t>& codes, std::uint32_t pes, int run_bits) {
    check_run_bits(run_bits);
    if (pes < 1) refuse("relative index: at least 1 PE is needed to hold a matrix, not 0.");
    check(codes);
    relative_index_csc encoded{codes.rows, codes.columns, run_bits, {}};
    encoded.banks.resize(pes);
    for (relative_index_bank& bank : encoded.banks)
        bank.column_begin.assign(std::size_t{codes.columns} + 1, 0);
    const std::vector<place> places = place_rows(codes.rows, pes);
    count_entries(codes, places, encoded);
    place_entries(codes, places, encoded);
    return encoded;
}

csc<std::uint8_t> decode(const relative_index_csc& matrix) {
    check_run_bits(matrix.run_bits);
    if (matrix.banks.empty()) refuse("relative index: at least 1 PE is needed to hold a matrix, not 0.");
    for (std::size_t pe = 0; pe < matrix.banks.size(); ++pe)
        check_pointers({fmt::format("PE {}", pe), "column", "row"}, matrix.banks[pe].column_begin,
                       matrix.columns, matrix.banks[pe].entries.size());

    // A row lives in one PE, which meets its columns in rising order: the banks read as CSR, and CSC is its
    // transposition.
    csr<std::uint8_t> rows{matrix.rows, matrix.columns, {}, {}, {}};
    rows.row_begin.assign(std::size_t{matrix.rows} + 1, 0);
    std::uint64_t stored = 0;
    visit_entries(matrix, [&](std::uint32_t row, std::uint32_t, std::uint8_t) {
        ++rows.row_begin[std::size_t{row} + 1];
        ++stored;
    });
    if (stored > most_entries)
        refuse("relative index: {} entries are more than 32-bit pointers can count.", stored);
    std::partial_sum(rows.row_begin.begin(), rows.row_begin.end(), rows.row_begin.begin());
    rows.column.resize(stored);
    rows.value.resize(stored);
    std::vector<std::uint32_t> next(rows.row_begin.begin(), rows.row_begin.end() - 1);
    visit_entries(matrix, [&](std::uint32_t row, std::uint32_t column, std::uint8_t code) {
        const std::uint32_t to = next[row]++;
        rows.column[to] = column;
        rows.value[to] = code;
    });
    return to_csc(rows);
}

std::uint64_t padding_zeros(const relative_index_csc& matrix) {
    std::uint64_t zeros = 0;
    for (const relative_index_bank& bank : matrix.banks)
        zeros += static_cast<std::uint64_t>(
            std::count_if(bank.entries.begin(), bank.entries.end(),
                          [](const relative_entry& entry) { return entry.code == 0; }));
    return zeros;
}

}  // namespace lacuna::formats
