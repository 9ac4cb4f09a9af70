/// Do the counts of storage equal what the encoded arrays hold?
#include "sim/formats/matrix_storage.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/formats/block_rows.h"
#include "sim/formats/compressed_rows.h"
#include "sim/formats/relative_index.h"
#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

using bits = std::vector<bool>;

/// Bytes of so many numbers of so many bits, laid down bit by bit.
std::uint64_t bytes_laid_down(std::uint64_t numbers, int width) {
    bits all;
    for (std::uint64_t i = 0; i < numbers; ++i) all.insert(all.end(), static_cast<std::size_t>(width), true);
    while (all.size() % 8 != 0) all.push_back(false);
    return all.size() / 8;
}

/// Calls check(matrix, its entries, bits of a value) with random matrices; some have no entry.
template <class Check>
void with_random_matrices(int most_rows, int most_columns, Check check) {
    const std::uint32_t seed = testing::UnitTest::GetInstance()->random_seed() + 17u;
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_source random(seed);
    for (int i = 0; i < 100; ++i) {
        const auto entries = random_matrix<float>(random, most_rows, most_columns, 1, 9);
        check(encode_csc(entries), entries, random(1, 64), random);
    }
}

TEST(matrix_storage, coo_csr_and_csc_take_what_their_arrays_hold) {
    with_random_matrices(20, 20, [](const auto& matrix, const auto& coo, int width, random_source&) {
        const std::uint64_t values = bytes_laid_down(coo.value.size(), width);
        const csr<float> rows = encode_csr(coo);
        EXPECT_EQ(coo_storage(matrix, width),
                  (storage_bytes{values, 4 * coo.row.size() + 4 * coo.column.size()}));
        EXPECT_EQ(csr_storage(matrix, width),
                  (storage_bytes{values, 4 * rows.row_begin.size() + 4 * rows.column.size()}));
        EXPECT_EQ(csc_storage(matrix, width),
                  (storage_bytes{values, 4 * matrix.column_begin.size() + 4 * matrix.row.size()}));
    });
}

TEST(matrix_storage, dense_takes_every_position_and_a_bitmap_a_bit_of_each) {
    with_random_matrices(20, 20, [](const auto& matrix, const auto& coo, int width, random_source&) {
        const std::uint64_t positions = std::uint64_t{matrix.rows} * matrix.columns;
        EXPECT_EQ(dense_storage(matrix, width), (storage_bytes{bytes_laid_down(positions, width), 0}));
        EXPECT_EQ(bitmap_storage(matrix, width),
                  (storage_bytes{bytes_laid_down(coo.value.size(), width), bytes_laid_down(positions, 1)}));
    });
}

TEST(matrix_storage, bsr_takes_what_its_arrays_hold) {
    with_random_matrices(20, 20, [](const auto& matrix, const auto& coo, int width, random_source& random) {
        const auto rows = static_cast<std::uint32_t>(random(1, 9));
        const auto columns = static_cast<std::uint32_t>(random(1, 9));
        const bsr<float> blocks = encode_bsr(coo, rows, columns);
        const bsr_storage storage = bsr_storage_of(matrix, rows, columns, width);
        EXPECT_EQ(storage.blocks, blocks.stored_blocks());
        EXPECT_EQ(storage.padding_zeros,
                  static_cast<std::uint64_t>(std::count(blocks.value.begin(), blocks.value.end(), 0.0f)));
        EXPECT_EQ(storage.bytes, (storage_bytes{bytes_laid_down(blocks.value.size(), width),
                                                4 * blocks.row_begin.size() + 4 * blocks.column.size()}));
    });
}

TEST(matrix_storage, eies_format_takes_what_its_banks_hold) {
    with_random_matrices(300, 6, [](const auto& matrix, const auto&, int, random_source& random) {
        csc<std::uint8_t> codes{matrix.rows, matrix.columns, matrix.column_begin, matrix.row, {}};
        codes.value.assign(matrix.value.size(), 1);
        const auto pes = static_cast<std::uint32_t>(random(1, 9));
        const relative_index_csc banks = encode_relative_index(codes, pes, 4);
        std::uint64_t entries = 0, pointers = 0, most = 0;
        for (const relative_index_bank& bank : banks.banks) {
            entries += bank.entries.size();
            pointers += bank.column_begin.size();
            most = std::max<std::uint64_t>(most, bank.entries.size());
        }
        const relative_index_storage storage = relative_index_storage_of(matrix, pes);
        EXPECT_EQ(storage.entries, entries);
        EXPECT_EQ(storage.fillers, padding_zeros(banks));
        EXPECT_EQ(storage.most_entries_pe, most);
        EXPECT_EQ(storage.bytes.values, bytes_laid_down(entries, 4) + 16 * 4);
        // Runs and pointers share their last byte: 4 bits each of an odd number of runs, 16 of a pointer.
        EXPECT_EQ(storage.bytes.indices, bytes_laid_down(entries, 4) + 2 * pointers);
    });
}

TEST(matrix_storage, bank_balanced_pads_every_bank_to_the_fullest) {
    with_random_matrices(12, 30, [](const auto& matrix, const auto& coo, int width, random_source& random) {
        if (matrix.columns == 0) return;
        const auto banks = static_cast<std::uint32_t>(random(1, static_cast<int>(matrix.columns)));
        std::uint32_t size = 1;
        while (size * banks < matrix.columns) ++size;
        std::vector<std::uint32_t> entries(std::size_t{matrix.rows} * banks);
        for (std::size_t i = 0; i < coo.row.size(); ++i)
            ++entries[std::size_t{coo.row[i]} * banks + coo.column[i] / size];
        const std::uint32_t most = entries.empty() ? 0 : *std::max_element(entries.begin(), entries.end());
        int place_bits = 0;
        while (1u << place_bits < size) ++place_bits;
        const bank_balanced_storage storage = bank_balanced_storage_of(matrix, banks, width);
        EXPECT_EQ(storage.bank_size, size);
        EXPECT_EQ(storage.entries_per_bank, most);
        EXPECT_EQ(storage.bytes, (storage_bytes{bytes_laid_down(entries.size() * most, width),
                                                bytes_laid_down(entries.size() * most, place_bits)}));
    });
}

TEST(matrix_storage, the_papers_column_by_hand) {
    // Han et al., ISCA 2016, section III: 0,0,1,2, eighteen zeros, 3: three entries and a filler on one PE.
    const csc<float> column = {23, 1, {0, 3}, {2, 3, 22}, {1, 2, 3}};
    EXPECT_EQ(relative_index_storage_of(column, 1).bytes, (storage_bytes{2 + 64, 2 + 4}));
    EXPECT_EQ(dense_storage(column, 16), (storage_bytes{46, 0}));
    EXPECT_EQ(bitmap_storage(column, 16), (storage_bytes{6, 3}));
}

TEST(matrix_storage, large_matrices_and_blocks_are_counted_without_overflow) {
    const csc<float> row = {1, 1u << 31, std::vector<std::uint32_t>(4, 0), {}, {}};
    EXPECT_EQ(dense_storage(row, 64).values, std::uint64_t{1} << 34);
    const csc<float> value = {2, 2, {0, 1, 1}, {1}, {3}};
    EXPECT_EQ(bsr_storage_of(value, 65535, 65535, 64).bytes.values, std::uint64_t{65535} * 65535 * 8);
}

TEST(matrix_storage, what_cannot_be_counted_is_refused) {
    const csc<float> matrix = {2, 2, {0, 1, 1}, {1}, {3}};
    for (const int width : {0, -1, 65})
        EXPECT_EQ(config::sentence_of([&] { dense_storage(matrix, width); }),
                  "Values of " + std::to_string(width) + " bits: they have 1 to 64.");
    EXPECT_EQ(config::sentence_of([&] { bsr_storage_of(matrix, 0, 4, 16); }),
              "BSR: a block of 0 x 4: its sides are 1 to 65535.");
    EXPECT_EQ(config::sentence_of([&] { bsr_storage_of(matrix, 4, 65536, 16); }),
              "BSR: a block of 4 x 65536: its sides are 1 to 65535.");
    EXPECT_EQ(config::sentence_of([&] { relative_index_storage_of(matrix, 0); }),
              "EIE's format on 0 PEs: there are 1 to 1048576.");
    for (const std::uint32_t banks : {0u, 3u})
        EXPECT_EQ(config::sentence_of([&] { bank_balanced_storage_of(matrix, banks, 16); }),
                  "2 columns cannot be cut into " + std::to_string(banks) + " banks.");
    const csc<float> vast = {1u << 21, 1u << 20, {}, {}, {}};
    EXPECT_EQ(config::sentence_of([&] { csr_storage(vast, 16); }),
              "2097152 x 1048576 weights are more than the 1099511627776 whose storage is counted.");
}

}  // namespace
}  // namespace lacuna::formats
