#include "sim/formats/relative_index.h"

#include <gtest/gtest.h>

#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

using entries = std::vector<relative_entry>;

/// A matrix of one column.
csc<std::uint8_t> column_of(std::uint32_t rows, std::vector<std::uint32_t> at,
                            std::vector<std::uint8_t> codes) {
    return {rows, 1, {0, static_cast<std::uint32_t>(at.size())}, std::move(at), std::move(codes)};
}

entries encoded_by_one_pe(const csc<std::uint8_t>& codes) {
    return encode_relative_index(codes, 1, 4).banks.at(0).entries;
}

TEST(relative_index, the_papers_example_column_has_one_filler) {
    // Han et al., ISCA 2016, section III: 0,0,1,2, eighteen zeros, 3
    const csc<std::uint8_t> column = column_of(23, {2, 3, 22}, {1, 2, 3});
    EXPECT_EQ(encoded_by_one_pe(column), (entries{{1, 2}, {2, 0}, {0, 15}, {3, 2}}));
    EXPECT_EQ(padding_zeros(encode_relative_index(column, 1, 4)), 1u);
}

TEST(relative_index, a_gap_of_fifteen_zeros_needs_no_filler_and_one_of_sixteen_does) {
    EXPECT_EQ(encoded_by_one_pe(column_of(18, {0, 16}, {1, 2})), (entries{{1, 0}, {2, 15}}));
    EXPECT_EQ(encoded_by_one_pe(column_of(18, {0, 17}, {1, 2})), (entries{{1, 0}, {0, 15}, {2, 0}}));
}

TEST(relative_index, rows_interleave_over_the_pes_and_runs_start_anew_with_each_column) {
    const csc<std::uint8_t> codes = {7, 2, {0, 3, 5}, {1, 4, 6, 0, 6}, {1, 2, 3, 4, 5}};
    const relative_index_csc banks = encode_relative_index(codes, 3, 4);
    ASSERT_EQ(banks.banks.size(), 3u);
    EXPECT_EQ(banks.banks[0], (relative_index_bank{{0, 1, 3}, {{3, 2}, {4, 0}, {5, 1}}}));
    EXPECT_EQ(banks.banks[1], (relative_index_bank{{0, 2, 2}, {{1, 0}, {2, 0}}}));
    EXPECT_EQ(banks.banks[2], (relative_index_bank{{0, 0, 0}, {}}));
}

/// The definition, zero by zero.
entries slice_by_definition(const csc<std::uint8_t>& codes, std::uint32_t column, std::uint32_t pe,
                            std::uint32_t pes, std::uint32_t longest_run) {
    std::vector<int> dense(codes.rows, -1);
    for (std::uint32_t i = codes.column_begin[column]; i < codes.column_begin[column + 1]; ++i)
        dense[codes.row[i]] = codes.value[i];
    entries slice, waiting;
    std::uint32_t run = 0;
    for (std::uint32_t row = pe; row < codes.rows; row += pes) {
        const auto run_now = static_cast<std::uint8_t>(run);
        if (dense[row] >= 0) {
            slice.insert(slice.end(), waiting.begin(), waiting.end());
            slice.push_back({static_cast<std::uint8_t>(dense[row]), run_now});
            waiting.clear();
            run = 0;
        } else if (run == longest_run) {
            waiting.push_back({0, run_now});
            run = 0;
        } else {
            ++run;
        }
    }
    return slice;
}

TEST(relative_index, banks_are_those_of_the_definition_for_any_number_of_pes_and_run_bits) {
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const csc<std::uint8_t> codes = encode_csc(random_matrix<std::uint8_t>(random, 90, 5, 0, 3));
        const auto pes = static_cast<std::uint32_t>(random(1, 9));
        const int run_bits = random(1, 8);
        const relative_index_csc encoded = encode_relative_index(codes, pes, run_bits);
        ASSERT_EQ(encoded.banks.size(), pes);
        for (std::uint32_t pe = 0; pe < pes; ++pe) {
            relative_index_bank expected;
            for (std::uint32_t column = 0; column < codes.columns; ++column) {
                const entries slice = slice_by_definition(codes, column, pe, pes, (1u << run_bits) - 1);
                expected.entries.insert(expected.entries.end(), slice.begin(), slice.end());
                expected.column_begin.push_back(static_cast<std::uint32_t>(expected.entries.size()));
            }
            EXPECT_EQ(encoded.banks[pe], expected);
        }
        // A stored zero behind a longest run reads as a filler once something follows it, so the banks are
        // what stays.
        EXPECT_EQ(encode_relative_index(decode(encoded), pes, run_bits).banks, encoded.banks);
    }
}

TEST(relative_index, decoding_gives_back_every_matrix_without_stored_zeros) {
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const csc<std::uint8_t> codes = encode_csc(random_matrix<std::uint8_t>(random, 150, 5, 1, 15));
        const auto pes = static_cast<std::uint32_t>(random(1, 9));
        EXPECT_EQ(decode(encode_relative_index(codes, pes, random(1, 8))), codes);
    }
}

TEST(relative_index, encoding_gives_back_every_legal_set_of_banks) {
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const int run_bits = random(1, 4), longest_run = (1 << run_bits) - 1;
        relative_index_csc matrix{2000, static_cast<std::uint32_t>(random(0, 4)), run_bits, {}};
        matrix.banks.resize(static_cast<std::size_t>(random(1, 5)));
        for (relative_index_bank& bank : matrix.banks) {
            for (std::uint32_t column = 0; column < matrix.columns; ++column) {
                for (int left = random(0, 12); left > 0; --left)
                    bank.entries.push_back(
                        {static_cast<std::uint8_t>(random(0, 2)),
                         static_cast<std::uint8_t>(random(0, 1) ? longest_run : random(0, longest_run))});
                bank.column_begin.push_back(static_cast<std::uint32_t>(bank.entries.size()));
            }
        }
        const relative_index_csc again =
            encode_relative_index(decode(matrix), static_cast<std::uint32_t>(matrix.banks.size()), run_bits);
        EXPECT_EQ(again.banks, matrix.banks);
    }
}

TEST(relative_index, stored_zeros_stay_and_only_fillers_vanish) {
    const relative_index_csc matrix = {64, 1, 4, {{{0, 4}, {{0, 3}, {0, 15}, {7, 0}, {0, 15}}}}};
    EXPECT_EQ(decode(matrix), column_of(64, {3, 20, 36}, {0, 7, 0}));
    EXPECT_EQ(padding_zeros(matrix), 3u);
}

template <class Change>
std::string refusal_of_banks(Change change) {
    relative_index_csc matrix = {40, 2, 4, {{{0, 1, 2}, {{1, 0}, {1, 4}}}, {{0, 0, 2}, {{1, 15}, {1, 3}}}}};
    EXPECT_NO_THROW(decode(matrix));
    change(matrix);
    return config::sentence_of([&] { decode(matrix); });
}

TEST(relative_index, bad_banks_name_pe_column_and_entry) {
    EXPECT_EQ(refusal_of_banks([](auto& m) { m.banks[1].column_begin[0] = 1; }),
              "PE 1: the first column pointer is 1, not 0.");
    EXPECT_EQ(refusal_of_banks([](auto& m) { m.banks[0].column_begin[1] = 3; }),
              "PE 0 column 1: its pointers go backwards, from 3 to 2.");
    EXPECT_EQ(refusal_of_banks([](auto& m) { m.banks[0].column_begin[2] = 3; }),
              "PE 0: the last column pointer is 3, but the number of stored entries is 2.");
    EXPECT_EQ(refusal_of_banks([](auto& m) { m.banks[0].column_begin.push_back(2); }),
              "PE 0: 2 columns need 3 pointers, but there are 4.");
    EXPECT_EQ(refusal_of_banks([](auto& m) { m.banks[1].entries[0].run = 16; }),
              "PE 1, column 1, entry 0: a run of 16 is beyond the longest of 4 bits, 15.");
    EXPECT_EQ(refusal_of_banks([](auto& m) { m.banks[1].entries[1].run = 4; }),
              "PE 1, column 1, entry 1: row 41 is outside the matrix, which has 40.");
    EXPECT_EQ(refusal_of_banks([](auto& m) { m.banks.clear(); }),
              "relative index: at least 1 PE is needed to hold a matrix, not 0.");
    EXPECT_EQ(refusal_of_banks([](auto& m) { m.run_bits = 9; }),
              "relative index: runs of 9 bits are not possible; 1 to 8 are.");
}

TEST(relative_index, encoding_refuses_no_pes_impossible_runs_and_a_bad_matrix) {
    csc<std::uint8_t> codes = column_of(4, {1, 3}, {1, 2});
    EXPECT_EQ(config::sentence_of([&] { encode_relative_index(codes, 0, 4); }),
              "relative index: at least 1 PE is needed to hold a matrix, not 0.");
    EXPECT_EQ(config::sentence_of([&] { encode_relative_index(codes, 2, 0); }),
              "relative index: runs of 0 bits are not possible; 1 to 8 are.");
    codes.row[1] = 4;
    EXPECT_EQ(config::sentence_of([&] { encode_relative_index(codes, 2, 4); }),
              "CSC column 0, entry 1: row 4 is outside the matrix, which has 4.");
}

}  // namespace
}  // namespace lacuna::formats
