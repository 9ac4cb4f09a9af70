/// Do loads from shared memory take as many phases as Sun et al. measured ways of conflict?
#include "models/sparse_tensor_core/phases_of_load.h"

#include <gtest/gtest.h>

namespace lacuna::sparse_tensor_core {
namespace {

constexpr std::uint64_t memory_bytes = 167936;

std::uint32_t phases(int matrices, int stride_bytes, std::uint32_t chain = 0) {
    const layers::instruction_stream stream{layers::shared_memory_load{matrices, stride_bytes}, 4, 2, 1, 0};
    return phases_of_load(stream, memory_bytes, chain);
}

TEST(phases_of_load, strides_of_1_2_4_and_8_words_conflict_in_as_many_ways) {
    EXPECT_EQ(phases(0, 4), 1u);
    EXPECT_EQ(phases(0, 8), 2u);
    EXPECT_EQ(phases(0, 16), 4u);
    EXPECT_EQ(phases(0, 32), 8u);
    EXPECT_EQ(phases(0, 128), 32u);
    EXPECT_EQ(phases(0, 132), 1u);  // a word more than a row of all banks
}

TEST(phases_of_load, lanes_that_name_the_same_word_share_it) {
    EXPECT_EQ(phases(0, 0), 1u);
    EXPECT_EQ(phases(1, 0), 1u);
}

TEST(phases_of_load, a_matrix_of_consecutive_rows_takes_one_phase) {
    EXPECT_EQ(phases(1, 16), 1u);
    EXPECT_EQ(phases(2, 16), 2u);
    EXPECT_EQ(phases(4, 16), 4u);
}

TEST(phases_of_load, rows_in_the_same_banks_conflict_in_every_matrix) {
    EXPECT_EQ(phases(1, 128), 8u);
    EXPECT_EQ(phases(1, 32), 2u);
    EXPECT_EQ(phases(1, 144), 1u);  // rows padded by 16 bytes
    EXPECT_EQ(phases(4, 128), 32u);
}

TEST(phases_of_load, every_chain_of_an_even_memory_takes_the_same) {
    for (std::uint32_t chain = 0; chain < 8; ++chain) {
        EXPECT_EQ(phases(0, 8, chain), 2u);
        EXPECT_EQ(phases(2, 64, chain), 8u);
    }
}

TEST(phases_of_load, addresses_wrap_at_the_end_of_the_memory) {
    const layers::instruction_stream stream{layers::shared_memory_load{0, 128}, 1, 1, 1, 0};
    EXPECT_EQ(phases_of_load(stream, 1024, 0), 8u);  // eight different words, all in bank 0
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
