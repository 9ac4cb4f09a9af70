/// What does structured sparsity save?
#include "sim/formats/structured_storage.h"

#include <gtest/gtest.h>

#include "tests/config/sentence.h"

namespace lacuna::formats {
namespace {

TEST(structured_storage, the_16384_case) {
    const structured_storage bytes = structured_storage_of(operand_type::f16, 16384, 16384);
    EXPECT_EQ(bytes.dense, 536870912u);
    EXPECT_EQ(bytes.kept, 268435456u);
    EXPECT_EQ(bytes.metadata, 33554432u);
    EXPECT_EQ(bytes.compressed(), 301989888u);
}

TEST(structured_storage, the_compressed_share_is_0_5625_of_16_and_32_bits_and_0_625_of_8_and_4) {
    for (const operand_type type : operand_types) {
        SCOPED_TRACE(name_of(type));
        EXPECT_EQ(structured_storage_of(type, 48, 640).ratio(), value_bits(type) >= 16 ? 0.5625 : 0.625);
    }
}

TEST(structured_storage, bytes_by_hand) {
    const structured_storage bytes = structured_storage_of(operand_type::s4, 2, 128);
    EXPECT_EQ(bytes.dense, 128u);
    EXPECT_EQ(bytes.kept, 64u);
    EXPECT_EQ(bytes.metadata, 16u);  // 16 groups a row: two words of 4 bytes
}

TEST(structured_storage, a_broken_word_of_metadata_counts_whole) {
    EXPECT_EQ(structured_storage_of(operand_type::f16, 3, 20).metadata, 12u);
    EXPECT_EQ(structured_storage_of(operand_type::s8, 3, 4).metadata, 12u);
    EXPECT_EQ(structured_storage_of(operand_type::tf32, 1, 0).metadata, 0u);
}

TEST(structured_storage, rows_of_broken_groups_are_refused) {
    EXPECT_EQ(config::sentence_of([] { structured_storage_of(operand_type::s8, 2, 6); }),
              "2:4 sparsity of s8: k is 6, but must be a multiple of 4.");
}

}  // namespace
}  // namespace lacuna::formats
