#include "sim/formats/matrix_storage.h"

#include <algorithm>
#include <vector>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/formats/eie_banks.h"

namespace lacuna::formats {
namespace {

constexpr std::uint64_t index_bits = 32;
constexpr std::uint64_t most_positions = std::uint64_t{1} << 40;
constexpr std::uint32_t longest_side = 65535;

constexpr std::uint32_t most_pes = std::uint32_t{1} << 20;
constexpr std::uint64_t eie_code_bits = 4;
constexpr std::uint64_t eie_pointer_bits = 16;
constexpr std::uint64_t eie_shared_value_bytes = 4;

std::uint64_t parts_of(std::uint64_t whole, std::uint64_t size) {
    return (whole + size - 1) / size;
}

std::uint64_t bytes_of(std::uint64_t count, std::uint64_t bits) {
    return parts_of(count * bits, 8);
}

std::uint64_t positions_of(const csc<float>& matrix) {
    const std::uint64_t positions = std::uint64_t{matrix.rows} * matrix.columns;
    if (positions > most_positions)
        refuse("{} x {} weights are more than the {} whose storage is counted.", matrix.rows, matrix.columns,
               most_positions);
    return positions;
}

/// The bits, after a check of both.
std::uint64_t checked_bits(const csc<float>& matrix, int value_bits) {
    positions_of(matrix);
    if (value_bits < 1 || value_bits > 64) refuse("Values of {} bits: they have 1 to 64.", value_bits);
    return static_cast<std::uint64_t>(value_bits);
}

storage_bytes entries_with(std::uint64_t indices, const csc<float>& matrix, int value_bits) {
    const std::uint64_t bits = checked_bits(matrix, value_bits);
    return {bytes_of(matrix.stored(), bits), bytes_of(indices, index_bits)};
}

}  // namespace

storage_bytes dense_storage(const csc<float>& matrix, int value_bits) {
    const std::uint64_t bits = checked_bits(matrix, value_bits);
    return {bytes_of(positions_of(matrix), bits), 0};
}

storage_bytes coo_storage(const csc<float>& matrix, int value_bits) {
    return entries_with(std::uint64_t{matrix.stored()} * 2, matrix, value_bits);
}

storage_bytes csr_storage(const csc<float>& matrix, int value_bits) {
    return entries_with(std::uint64_t{matrix.stored()} + matrix.rows + 1, matrix, value_bits);
}

storage_bytes csc_storage(const csc<float>& matrix, int value_bits) {
    return entries_with(std::uint64_t{matrix.stored()} + matrix.columns + 1, matrix, value_bits);
}

storage_bytes bitmap_storage(const csc<float>& matrix, int value_bits) {
    const std::uint64_t bits = checked_bits(matrix, value_bits);
    return {bytes_of(matrix.stored(), bits), bytes_of(positions_of(matrix), 1)};
}

bsr_storage bsr_storage_of(const csc<float>& matrix, std::uint32_t block_rows, std::uint32_t block_columns,
                           int value_bits) {
    const std::uint64_t bits = checked_bits(matrix, value_bits);
    if (std::min(block_rows, block_columns) < 1 || std::max(block_rows, block_columns) > longest_side)
        refuse("BSR: a block of {} x {}: its sides are 1 to {}.", block_rows, block_columns, longest_side);
    // For every row of blocks, one more than the last column of blocks in which it had an entry.
    std::vector<std::uint32_t> last_block(parts_of(matrix.rows, block_rows), 0);
    bsr_storage all;
    for (std::uint32_t column = 0; column < matrix.columns; ++column) {
        if (column % 1024 == 0) give_up_if_stopped();
        const std::uint32_t block = column / block_columns + 1;
        for (std::uint32_t i = matrix.column_begin[column]; i < matrix.column_begin[column + 1]; ++i) {
            std::uint32_t& last = last_block[matrix.row[i] / block_rows];
            all.blocks += last != block;
            last = block;
        }
    }
    const std::uint64_t values = all.blocks * block_rows * block_columns;
    all.padding_zeros = values - matrix.stored();
    all.bytes = {bytes_of(values, bits), bytes_of(all.blocks + last_block.size() + 1, index_bits)};
    return all;
}

relative_index_storage relative_index_storage_of(const csc<float>& matrix, std::uint32_t pes) {
    positions_of(matrix);
    if (pes < 1 || pes > most_pes) refuse("EIE's format on {} PEs: there are 1 to {}.", pes, most_pes);
    constexpr std::uint32_t reach = std::uint32_t{1}
                                    << authors_run_bits;  // rows of a PE that one entry passes
    struct slice {
        std::uint32_t column = 0;  // counted from 1
        std::uint32_t next = 0;    // the row of the PE after its last entry
        std::uint64_t entries = 0;
    };
    std::vector<slice> of_pe(pes);
    relative_index_storage all;
    for (std::uint32_t column = 0; column < matrix.columns; ++column) {
        if (column % 1024 == 0) give_up_if_stopped();
        for (std::uint32_t i = matrix.column_begin[column]; i < matrix.column_begin[column + 1]; ++i) {
            slice& own = of_pe[matrix.row[i] % pes];
            if (own.column != column + 1) own.next = 0;
            const std::uint32_t row = matrix.row[i] / pes;
            const std::uint32_t fillers = (row - own.next) / reach;
            all.fillers += fillers;
            own.entries += fillers + 1;
            own.column = column + 1;
            own.next = row + 1;
        }
    }
    for (const slice& own : of_pe) all.most_entries_pe = std::max(all.most_entries_pe, own.entries);
    all.entries = matrix.stored() + all.fillers;
    const std::uint64_t pointers = (std::uint64_t{matrix.columns} + 1) * pes;
    all.bytes.values = bytes_of(all.entries, eie_code_bits) + authors_codebook_size * eie_shared_value_bytes;
    all.bytes.indices = parts_of(all.entries * authors_run_bits + pointers * eie_pointer_bits, 8);
    return all;
}

bank_balanced_storage bank_balanced_storage_of(const csc<float>& matrix, std::uint32_t banks,
                                               int value_bits) {
    const std::uint64_t bits = checked_bits(matrix, value_bits);
    if (banks == 0 || banks > matrix.columns)
        refuse("{} columns cannot be cut into {} banks.", matrix.columns, banks);
    bank_balanced_storage all;
    all.bank_size = static_cast<std::uint32_t>(parts_of(matrix.columns, banks));
    std::vector<std::uint32_t> in_bank(matrix.rows);  // entries of each row in the bank at hand
    for (std::uint32_t column = 0; column < matrix.columns; ++column) {
        if (column % all.bank_size == 0) {
            give_up_if_stopped();
            std::fill(in_bank.begin(), in_bank.end(), 0);
        }
        for (std::uint32_t i = matrix.column_begin[column]; i < matrix.column_begin[column + 1]; ++i)
            all.entries_per_bank = std::max(all.entries_per_bank, ++in_bank[matrix.row[i]]);
    }
    std::uint64_t place_bits = 0;
    while ((std::uint64_t{1} << place_bits) < all.bank_size) ++place_bits;
    const std::uint64_t entries = std::uint64_t{matrix.rows} * banks * all.entries_per_bank;
    all.bytes = {bytes_of(entries, bits), bytes_of(entries, place_bits)};
    return all;
}

}  // namespace lacuna::formats
