#include <gtest/gtest.h>

#include "sim/formats/block_rows.h"
#include "sim/formats/compressed_columns.h"
#include "sim/formats/compressed_rows.h"
#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

// 1 0 2 0 0
// 0 0 0 0 3
// 4 5 0 0 0
const coo<float> example = {3, 5, {0, 0, 1, 2, 2}, {0, 2, 4, 0, 1}, {1, 2, 3, 4, 5}};

TEST(standard_formats, csc_of_a_matrix_written_by_hand) {
    const csc<float> expected = {3, 5, {0, 2, 3, 4, 4, 5}, {0, 2, 2, 0, 1}, {1, 4, 5, 2, 3}};
    EXPECT_EQ(encode_csc(example), expected);
}

TEST(standard_formats, csr_of_a_matrix_written_by_hand) {
    const csr<float> expected = {3, 5, {0, 2, 3, 5}, {0, 2, 4, 0, 1}, {1, 2, 3, 4, 5}};
    EXPECT_EQ(encode_csr(example), expected);
}

TEST(standard_formats, bsr_of_a_matrix_written_by_hand_pads_its_ragged_edges) {
    const bsr<float> expected = {
        3, 5, 2, 2, {0, 3, 4}, {0, 1, 2, 0}, {1, 0, 0, 0, /**/ 2, 0, 0, 0, /**/ 0, 0, 3, 0, /**/ 4, 5, 0, 0}};
    EXPECT_EQ(encode_bsr(example, 2, 2), expected);
}

template <class Value>
class of_values : public testing::Test {};
using value_types = testing::Types<float, std::uint8_t>;
TYPED_TEST_SUITE(of_values, value_types);

TYPED_TEST(of_values, csc_and_csr_are_exact_inverses_of_coo_and_of_each_other_stored_zeros_included) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const coo<TypeParam> matrix = random_matrix<TypeParam>(random, 12, 12, 0, 3);
        const csc<TypeParam> columns = encode_csc(matrix);
        const csr<TypeParam> rows = encode_csr(matrix);
        EXPECT_EQ(decode(columns), matrix);
        EXPECT_EQ(decode(rows), matrix);
        EXPECT_EQ(to_csr(columns), rows);
        EXPECT_EQ(to_csc(rows), columns);
    }
}

TYPED_TEST(of_values, bsr_is_the_exact_inverse_of_coo_for_every_block_shape) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const coo<TypeParam> matrix = random_matrix<TypeParam>(random, 12, 12, 1, 9);
        const auto r = static_cast<std::uint32_t>(random(1, 14)),
                   c = static_cast<std::uint32_t>(random(1, 14));
        const bsr<TypeParam> blocks = encode_bsr(matrix, r, c);
        EXPECT_EQ(blocks.value.size(), blocks.column.size() * r * c);
        EXPECT_EQ(decode(blocks), matrix);
        EXPECT_EQ(encode_bsr(decode(blocks), r, c), blocks);
    }
}

TEST(standard_formats, blocks_of_one_value_are_csr) {
    const csr<float> rows = encode_csr(example);
    const bsr<float> blocks = encode_bsr(example, 1, 1);
    EXPECT_EQ(blocks.row_begin, rows.row_begin);
    EXPECT_EQ(blocks.column, rows.column);
    EXPECT_EQ(blocks.value, rows.value);
}

template <class Change>
std::string refusal_of_coo(Change change) {
    coo<float> matrix = example;
    change(matrix);
    return config::sentence_of([&] { encode_csc(matrix); });
}

TEST(standard_formats, bad_coo_names_the_entry) {
    EXPECT_EQ(refusal_of_coo([](auto& m) { m.value.pop_back(); }),
              "COO: there are 5 rows, 5 columns and 4 values of entries, but each entry needs all three.");
    EXPECT_EQ(refusal_of_coo([](auto& m) { m.row[4] = 3; }),
              "COO entry 4: position (3, 1) is outside the matrix of 3 x 5.");
    EXPECT_EQ(refusal_of_coo([](auto& m) { m.column[2] = 5; }),
              "COO entry 2: position (1, 5) is outside the matrix of 3 x 5.");
    const std::string order = ", but entries must be in row-major order, each position at most once.";
    EXPECT_EQ(refusal_of_coo([](auto& m) { m.row[1] = 2; }),
              "COO entry 2: position (1, 4) follows (2, 2)" + order);
    EXPECT_EQ(refusal_of_coo([](auto& m) { m.column[4] = 0; }),
              "COO entry 4: position (2, 0) follows (2, 0)" + order);
}

template <class Change>
std::string refusal_of_csc(Change change) {
    csc<float> matrix = encode_csc(example);
    change(matrix);
    return config::sentence_of([&] { decode(matrix); });
}

TEST(standard_formats, bad_csc_names_column_and_entry) {
    EXPECT_EQ(refusal_of_csc([](auto& m) { m.column_begin.pop_back(); }),
              "CSC: 5 columns need 6 pointers, but there are 5.");
    EXPECT_EQ(refusal_of_csc([](auto& m) { m.column_begin.clear(); }),
              "CSC: 5 columns need 6 pointers, but there are 0.");
    EXPECT_EQ(refusal_of_csc([](auto& m) { m.column_begin[0] = 1; }),
              "CSC: the first column pointer is 1, not 0.");
    EXPECT_EQ(refusal_of_csc([](auto& m) { m.column_begin[2] = 1; }),
              "CSC column 1: its pointers go backwards, from 2 to 1.");
    EXPECT_EQ(refusal_of_csc([](auto& m) { m.column_begin[5] = 6; }),
              "CSC: the last column pointer is 6, but the number of stored entries is 5.");
    EXPECT_EQ(refusal_of_csc([](auto& m) { m.row[2] = 3; }),
              "CSC column 1, entry 2: row 3 is outside the matrix, which has 3.");
    EXPECT_EQ(refusal_of_csc([](auto& m) { m.row[0] = 2; }),
              "CSC column 0, entry 1: row 2 follows row 2, but they must rise.");
    EXPECT_EQ(refusal_of_csc([](auto& m) { m.value.pop_back(); }),
              "CSC: 5 entries have indices, but 4 have values.");
}

template <class Change>
std::string refusal_of_csr(Change change) {
    csr<float> matrix = encode_csr(example);
    change(matrix);
    return config::sentence_of([&] { decode(matrix); });
}

TEST(standard_formats, bad_csr_names_row_and_entry) {
    EXPECT_EQ(refusal_of_csr([](auto& m) { m.row_begin[0] = 1; }), "CSR: the first row pointer is 1, not 0.");
    EXPECT_EQ(refusal_of_csr([](auto& m) { m.row_begin[2] = 1; }),
              "CSR row 1: its pointers go backwards, from 2 to 1.");
    EXPECT_EQ(refusal_of_csr([](auto& m) { m.row_begin[3] = 4; }),
              "CSR: the last row pointer is 4, but the number of stored entries is 5.");
    EXPECT_EQ(refusal_of_csr([](auto& m) { m.column[2] = 5; }),
              "CSR row 1, entry 2: column 5 is outside the matrix, which has 5.");
    EXPECT_EQ(refusal_of_csr([](auto& m) { m.column[0] = 4; }),
              "CSR row 0, entry 1: column 2 follows column 4, but they must rise.");
    EXPECT_EQ(refusal_of_csr([](auto& m) { m.value.push_back(0); }),
              "CSR: 5 entries have indices, but 6 have values.");
}

template <class Change>
std::string refusal_of_bsr(Change change) {
    bsr<float> matrix = encode_bsr(example, 2, 2);
    change(matrix);
    return config::sentence_of([&] { decode(matrix); });
}

TEST(standard_formats, bad_bsr_names_block_row_and_block) {
    EXPECT_EQ(refusal_of_bsr([](auto& m) { m.block_rows = 0; }),
              "BSR: a block of 0 x 2 is not possible; both sides must be 1 to 65535.");
    EXPECT_EQ(refusal_of_bsr([](auto& m) { m.row_begin[1] = 5; }),
              "BSR block row 1: its pointers go backwards, from 5 to 4.");
    EXPECT_EQ(refusal_of_bsr([](auto& m) { m.column[2] = 3; }),
              "BSR block row 0, entry 2: block column 3 is outside the matrix, which has 3.");
    EXPECT_EQ(refusal_of_bsr([](auto& m) { m.value.pop_back(); }),
              "BSR: 4 blocks of 2 x 2 need 16 values, but there are 15.");
    EXPECT_EQ(
        refusal_of_bsr([](auto& m) { m.value[11] = 7; }),
        "BSR block row 0, block 2: position (1, 5) is padding outside the matrix of 3 x 5, but is not zero.");
    EXPECT_EQ(
        refusal_of_bsr([](auto& m) { m.value[15] = 7; }),
        "BSR block row 1, block 3: position (3, 1) is padding outside the matrix of 3 x 5, but is not zero.");
    EXPECT_EQ(refusal_of_bsr([](auto& m) { m.value[4] = 0; }),
              "BSR block row 0, block 1: the block is stored, but all its values are zero.");
}

TEST(standard_formats, bsr_refuses_stored_zeros_and_impossible_blocks) {
    coo<float> matrix = example;
    matrix.value[3] = 0;
    EXPECT_EQ(config::sentence_of([&] { encode_bsr(matrix, 2, 2); }),
              "COO entry 3: position (2, 0) holds a stored zero, which BSR cannot tell from padding.");
    EXPECT_EQ(config::sentence_of([&] { encode_bsr(example, 2, 65536); }),
              "BSR: a block of 2 x 65536 is not possible; both sides must be 1 to 65535.");
}

}  // namespace
}  // namespace lacuna::formats
