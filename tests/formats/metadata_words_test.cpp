/// In which order do nibbles fill the words of metadata?
#include "sim/formats/metadata_words.h"

#include <gtest/gtest.h>

#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

using nibbles = std::vector<std::uint8_t>;
using words = std::vector<std::uint32_t>;

TEST(metadata_words, sixteen_bits_serve_operands_of_16_and_32_bits_and_32_the_others) {
    struct row {
        operand_type type;
        int bits, nibbles, columns;
    };
    for (const row& each : {row{operand_type::f16, 16, 4, 16}, row{operand_type::bf16, 16, 4, 16},
                            row{operand_type::tf32, 16, 4, 8}, row{operand_type::s8, 32, 8, 32},
                            row{operand_type::u8, 32, 8, 32}, row{operand_type::s4, 32, 8, 64},
                            row{operand_type::u4, 32, 8, 64}}) {
        SCOPED_TRACE(name_of(each.type));
        EXPECT_EQ(metadata_word_bits(each.type), each.bits);
        EXPECT_EQ(nibbles_per_word(each.type), each.nibbles);
        EXPECT_EQ(columns_per_word(each.type), each.columns);
    }
}

TEST(metadata_words, the_first_nibble_lies_lowest) {
    const metadata_words of_halves = pack_metadata(operand_type::f16, 1, 8, {4, 8, 9, 12, 13, 14, 4, 4});
    EXPECT_EQ(of_halves, (metadata_words{operand_type::f16, 1, 2, words{0xC984, 0x44ED}}));
    const metadata_words of_bytes = pack_metadata(operand_type::s8, 1, 8, {4, 8, 9, 12, 13, 14, 4, 4});
    EXPECT_EQ(of_bytes, (metadata_words{operand_type::s8, 1, 1, words{0x44EDC984}}));
}

TEST(metadata_words, sixteen_columns_that_keep_values_0_and_2_are_0x8888) {
    EXPECT_EQ(pack_metadata(operand_type::f16, 1, 4, {8, 8, 8, 8}).word, words{0x8888});
}

TEST(metadata_words, unpacking_gives_back_all_nibbles) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const operand_type type = operand_types[static_cast<std::size_t>(random(0, 6))];
        const auto rows = static_cast<std::uint32_t>(random(0, 8));
        const auto per_row = static_cast<std::uint32_t>(nibbles_per_word(type) * random(0, 5));
        nibbles all(std::size_t{rows} * per_row);
        for (std::uint8_t& nibble : all) nibble = static_cast<std::uint8_t>(random(0, 15));
        const metadata_words packed = pack_metadata(type, rows, per_row, all);
        EXPECT_NO_THROW(check(packed));
        EXPECT_EQ(unpack_metadata(packed), all);
    }
}

TEST(metadata_words, broken_words_and_wrong_numbers_of_them_are_refused) {
    EXPECT_EQ(
        config::sentence_of([] { pack_metadata(operand_type::tf32, 1, 6, nibbles(6)); }),
        "Metadata of tf32: a row of 6 nibbles does not fill words of 16 bits; k must be a multiple of 8.");
    EXPECT_EQ(
        config::sentence_of([] { pack_metadata(operand_type::s4, 1, 4, nibbles(4)); }),
        "Metadata of s4: a row of 4 nibbles does not fill words of 32 bits; k must be a multiple of 64.");
    EXPECT_EQ(config::sentence_of([] { pack_metadata(operand_type::f16, 2, 4, nibbles(4)); }),
              "Metadata of f16: 2 rows of 4 nibbles are 8, but there are 4.");
    EXPECT_EQ(config::sentence_of([] {
                  pack_metadata(operand_type::f16, 2, 4, {4, 4, 4, 4, 4, 16, 4, 4});
              }),
              "Metadata of f16: nibble 1 of row 1 is 0x10, more than 4 bits.");
    EXPECT_EQ(config::sentence_of([] {
                  unpack_metadata({operand_type::f16, 2, 1, {1}});
              }),
              "Metadata of f16: 2 rows of 1 words are 2, but there are 1.");
    EXPECT_EQ(config::sentence_of([] {
                  unpack_metadata({operand_type::f16, 2, 1, {1, 0x10000}});
              }),
              "Metadata of f16: word 0 of row 1 is 0x10000, more than 16 bits.");
    EXPECT_NO_THROW(unpack_metadata({operand_type::s8, 1, 1, {0xFFFFFFFF}}));
}

}  // namespace
}  // namespace lacuna::formats
