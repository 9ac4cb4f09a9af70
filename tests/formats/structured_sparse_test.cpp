/// Does compression keep every non-zero, name what it cannot keep, and come back exactly?
#include "sim/formats/structured_sparse.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "sim/formats/metadata_nibble.h"
#include "sim/formats/operand_value.h"
#include "tests/config/sentence.h"
#include "tests/formats/random_structure.h"

namespace lacuna::formats {
namespace {

std::vector<f16> halves(std::initializer_list<int> numbers) {
    std::vector<f16> converted;
    for (const int number : numbers) converted.push_back(f16(number));
    return converted;
}

using nibbles = std::vector<std::uint8_t>;

TEST(structured_sparse, two_of_four_by_hand_with_two_one_and_no_non_zeros) {
    // 1 0 2 0 | 0 3 0 0
    // 0 0 0 0 | 0 0 4 5
    const dense_matrix<std::int8_t> dense = {2, 8, {1, 0, 2, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 4, 5}};
    const structured_sparse<std::int8_t> expected = {
        2, 8, {1, 2, 3, 0, 0, 0, 4, 5}, nibbles{0x8, 0xD, 0xE, 0xE}};
    EXPECT_EQ(compress(dense), expected);
    EXPECT_EQ(uncompress(expected), dense);
}

TEST(structured_sparse, keeping_values_0_and_2_everywhere_is_0x8888) {
    const dense_matrix<f16> dense = {1, 16, halves({1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0})};
    const structured_sparse<f16> compressed = compress(dense);
    EXPECT_EQ(compressed.kept, halves({1, 2, 3, 4, 5, 6, 7, 8}));
    EXPECT_EQ(compressed.metadata, (nibbles{8, 8, 8, 8}));
}

TEST(structured_sparse, one_of_two_by_hand) {
    const dense_matrix<tf32> dense = {
        1, 6, {tf32(1.5f), tf32(0.0f), tf32(0.0f), tf32(-2.0f), tf32(0.0f), tf32(0.0f)}};
    const structured_sparse<tf32> expected = {
        1, 6, {tf32(1.5f), tf32(-2.0f), tf32(0.0f)}, nibbles{0x4, 0xE, 0xE}};
    EXPECT_EQ(compress(dense), expected);
    EXPECT_EQ(uncompress(expected), dense);
}

TEST(structured_sparse, pairs_of_eight_by_hand) {
    dense_matrix<s4> dense = zeros<s4>(1, 16);
    dense.at(0, 2) = s4(-8);
    dense.at(0, 7) = s4(7);
    dense.at(0, 9) = s4(3);
    structured_sparse<s4> expected = {1, 16, std::vector<s4>(8, s4(0)), nibbles{0xD, 0xC}};
    expected.kept[0] = s4(-8);
    expected.kept[3] = s4(7);
    expected.kept[5] = s4(3);
    EXPECT_EQ(compress(dense), expected);
    EXPECT_EQ(uncompress(expected), dense);
}

template <class Value>
class structures : public testing::Test {};
using value_types = testing::Types<f16, bf16, tf32, std::int8_t, std::uint8_t, s4, u4>;
TYPED_TEST_SUITE(structures, value_types);

TYPED_TEST(structures, random_matrices_come_back_exactly) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const structured_sparsity& sparsity = sparsity_of(operand_type_of<TypeParam>());
        const dense_matrix<TypeParam> dense =
            random_structure<TypeParam>(random, static_cast<std::uint32_t>(random(0, 9)),
                                        static_cast<std::uint32_t>(sparsity.group * random(0, 9)));
        EXPECT_NO_THROW(check_structure(dense));
        const structured_sparse<TypeParam> compressed = compress(dense);
        EXPECT_EQ(compressed.kept.size() * 2, dense.value.size());
        for (const unsigned nibble : compressed.metadata)
            EXPECT_TRUE(is_legal_nibble(operand_type_of<TypeParam>(), nibble));
        EXPECT_EQ(uncompress(compressed), dense);
        EXPECT_EQ(compress(uncompress(compressed)), compressed);
    }
}

/// Whatever zeros it keeps, and wherever: what a compressor does not emit but metadata may say.
TYPED_TEST(structures, any_legal_metadata_uncompress_to_a_matrix_of_the_structure) {
    constexpr operand_type type = operand_type_of<TypeParam>();
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const int groups = random(1, 20);
        structured_sparse<TypeParam> matrix = {
            1, static_cast<std::uint32_t>(groups * sparsity_of(type).group), {}, {}};
        for (int group = 0; group < groups; ++group) {
            unsigned nibble;
            do nibble = static_cast<unsigned>(random(0, 15));
            while (!is_legal_nibble(type, nibble));
            matrix.metadata.push_back(static_cast<std::uint8_t>(nibble));
            for (int slot = 0; slot < sparsity_of(type).kept; ++slot)
                matrix.kept.push_back(TypeParam(random(0, 2)));
        }
        const dense_matrix<TypeParam> dense = uncompress(matrix);
        EXPECT_EQ(uncompress(compress(dense)), dense);
    }
}

TYPED_TEST(structures, one_non_zero_too_many_is_named_by_row_and_column) {
    constexpr operand_type type = operand_type_of<TypeParam>();
    const structured_sparsity& sparsity = sparsity_of(type);
    const auto group = static_cast<std::uint32_t>(sparsity.group);
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        dense_matrix<TypeParam> dense = random_structure<TypeParam>(random, 5, 6 * group);
        const auto row = static_cast<std::uint32_t>(random(0, 4));
        const std::uint32_t first = static_cast<std::uint32_t>(random(0, 5)) * group;
        std::uint32_t column = first;
        int parts = 0;  // fill the group: its first value beyond the kept parts is the one to be named
        for (std::uint32_t i = 0; i < group; ++i) {
            dense.at(row, first + i) = TypeParam(1);
            if (i % static_cast<std::uint32_t>(sparsity.part) == 0 && parts++ == sparsity.kept_parts())
                column = first + i;
        }
        const std::string place = fmt::format("row {}, column {}: ", row, column);
        EXPECT_EQ(config::sentence_of([&] { compress(dense); }).substr(0, place.size()), place);
        EXPECT_EQ(config::sentence_of([&] { check_structure(dense); }),
                  config::sentence_of([&] { compress(dense); }));
    }
}

TEST(structured_sparse, the_sentences_say_what_the_pattern_keeps) {
    dense_matrix<f16> of_four = zeros<f16>(4, 16);
    for (const std::uint32_t column : {8, 10, 11}) of_four.at(3, column) = f16(1.0f);
    EXPECT_EQ(
        config::sentence_of([&] { compress(of_four); }),
        "row 3, column 11: one non-zero too many; 2:4 sparsity keeps 2 of the 4 values in columns 8 to 11.");
    dense_matrix<tf32> of_two = {1, 4, {tf32(0.0f), tf32(1.0f), tf32(1.0f), tf32(1.0f)}};
    EXPECT_EQ(
        config::sentence_of([&] { compress(of_two); }),
        "row 0, column 3: one non-zero too many; 1:2 sparsity keeps 1 of the 2 values in columns 2 to 3.");
    dense_matrix<s4> of_eight = zeros<s4>(2, 8);
    for (const std::uint32_t column : {0, 3, 5}) of_eight.at(1, column) = s4(1);
    EXPECT_EQ(
        config::sentence_of([&] { compress(of_eight); }),
        "row 1, column 5: one non-zero too many; pairwise 4:8 sparsity keeps 2 of the 4 pairs in columns "
        "0 to 7.");
}

TEST(structured_sparse, a_k_of_broken_groups_is_refused) {
    EXPECT_EQ(config::sentence_of([] { compress(zeros<f16>(2, 6)); }),
              "2:4 sparsity of f16: k is 6, but must be a multiple of 4.");
    EXPECT_EQ(config::sentence_of([] {
                  uncompress(structured_sparse<s4>{1, 4, {}, {}});
              }),
              "pairwise 4:8 sparsity of s4: k is 4, but must be a multiple of 8.");
}

TEST(structured_sparse, illegal_metadata_are_named_by_row_and_columns) {
    structured_sparse<f16> matrix = compress(zeros<f16>(3, 8));
    matrix.metadata[3] = 0x5;
    EXPECT_EQ(config::sentence_of([&] { uncompress(matrix); }),
              "row 1, columns 4 to 7: metadata nibble 0x5 of 2:4 sparsity names index 1 twice.");
    structured_sparse<tf32> singles = compress(zeros<tf32>(1, 4));
    singles.metadata[1] = 0xC;
    EXPECT_EQ(
        config::sentence_of([&] { uncompress(singles); }),
        "row 0, columns 2 to 3: metadata nibble 0xC of 1:2 sparsity keeps parts of both values, but 1:2 "
        "keeps one whole value, by 0x4 or 0xE.");
}

TEST(structured_sparse, arrays_of_the_wrong_size_are_refused) {
    EXPECT_EQ(config::sentence_of([] {
                  compress(dense_matrix<f16>{2, 4, {}});
              }),
              "A dense matrix of 2 x 4 needs 8 values, but there are 0.");
    structured_sparse<std::int8_t> matrix = compress(zeros<std::int8_t>(2, 8));
    matrix.kept.pop_back();
    EXPECT_EQ(config::sentence_of([&] { uncompress(matrix); }),
              "2:4 sparsity: a matrix of 2 x 8 keeps 8 values, but there are 7.");
    matrix.kept.push_back(0);
    matrix.metadata.push_back(0xE);
    EXPECT_EQ(config::sentence_of([&] { uncompress(matrix); }),
              "2:4 sparsity: a matrix of 2 x 8 has 4 nibbles of metadata, but there are 5.");
}

TEST(structured_sparse, negative_zero_is_a_zero_and_nan_and_infinity_are_none) {
    const f16 nan(std::numeric_limits<float>::quiet_NaN()), infinity(std::numeric_limits<float>::infinity());
    const dense_matrix<f16> dense = {1, 4, {f16(-0.0f), nan, f16(-0.0f), infinity}};
    const structured_sparse<f16> compressed = compress(dense);
    EXPECT_EQ(compressed.metadata, nibbles{0xD});
    EXPECT_TRUE(std::isnan(static_cast<float>(compressed.kept[0])));
    EXPECT_EQ(compressed.kept[1], infinity);
    EXPECT_EQ(bits_of(uncompress(compressed).value[0]), 0);
}

}  // namespace
}  // namespace lacuna::formats
