/// Where do kernels keep each word of metadata, and what does ldmatrix make of it?
#include "sim/formats/reordered_metadata.h"

#include <gtest/gtest.h>

#include "sim/formats/metadata_layout.h"
#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

using words = std::vector<std::uint32_t>;

/// Word (row, word) is 100 x row + word.
metadata_words numbered(operand_type type, std::uint32_t rows, std::uint32_t words_per_row) {
    metadata_words matrix{type, rows, words_per_row, {}};
    for (std::uint32_t row = 0; row < rows; ++row)
        for (std::uint32_t word = 0; word < words_per_row; ++word) matrix.word.push_back(100 * row + word);
    return matrix;
}

words part_of(const words& all, std::size_t from, std::size_t count) {
    return words(all.begin() + static_cast<std::ptrdiff_t>(from),
                 all.begin() + static_cast<std::ptrdiff_t>(from + count));
}

TEST(reordered_metadata, u16_words_by_hand) {
    const words reordered = reorder(numbered(operand_type::f16, 64, 4));
    ASSERT_EQ(reordered.size(), 256u);
    EXPECT_EQ(part_of(reordered, 0, 8), (words{0, 800, 1, 801, 1600, 2400, 1601, 2401}));
    EXPECT_EQ(part_of(reordered, 8, 8), (words{100, 900, 101, 901, 1700, 2500, 1701, 2501}));
    EXPECT_EQ(part_of(reordered, 56, 8), (words{700, 1500, 701, 1501, 2300, 3100, 2301, 3101}));
    EXPECT_EQ(part_of(reordered, 64, 4), (words{3200, 4000, 3201, 4001}));  // the next 32 rows
    EXPECT_EQ(part_of(reordered, 128, 4), (words{2, 802, 3, 803}));         // the next two words of k
}

TEST(reordered_metadata, u32_words_by_hand) {
    const words reordered = reorder(numbered(operand_type::s8, 32, 4));
    ASSERT_EQ(reordered.size(), 128u);
    EXPECT_EQ(part_of(reordered, 0, 8), (words{0, 800, 1, 801, 100, 900, 101, 901}));
    EXPECT_EQ(part_of(reordered, 32, 4), (words{1600, 2400, 1601, 2401}));
    EXPECT_EQ(part_of(reordered, 64, 4), (words{2, 802, 3, 803}));
}

/// CUTLASS's rule in its two steps: rows are interleaved, then 2 x 2 blocks swizzled from Z to N; the result
/// is stored by columns, two of them interleaved.
std::uint64_t place_by_steps(bool u16, std::uint32_t rows, std::uint32_t row, std::uint32_t word) {
    const std::uint32_t group = u16 ? 32 : 16, interleaved = u16 ? 4 : 2;
    std::uint32_t to_row = row / group * group + row % 8 * interleaved + row % group / 8, to_word = word;
    if (to_row % 2 == 0 && to_word % 2 == 1) {
        ++to_row;
        --to_word;
    } else if (to_row % 2 == 1 && to_word % 2 == 0) {
        --to_row;
        ++to_word;
    }
    return std::uint64_t{to_word / 2} * rows * 2 + to_row * 2 + to_word % 2;
}

TEST(reordered_metadata, every_place_is_that_of_interleaving_and_swizzling_and_leads_back) {
    for (const operand_type type :
         {operand_type::f16, operand_type::tf32, operand_type::s8, operand_type::s4}) {
        const std::uint32_t rows = 96, words_per_row = 6;
        std::vector<int> taken(rows * words_per_row);
        for (std::uint32_t row = 0; row < rows; ++row) {
            for (std::uint32_t word = 0; word < words_per_row; ++word) {
                SCOPED_TRACE(testing::Message() << name_of(type) << " " << row << " " << word);
                const std::uint64_t place = reordered_place(type, rows, {row, word});
                EXPECT_EQ(place, place_by_steps(metadata_word_bits(type) == 16, rows, row, word));
                EXPECT_EQ(position_of_reordered(type, rows, place), (metadata_position{row, word}));
                ASSERT_LT(place, taken.size());
                ++taken[place];
            }
        }
        for (const int times : taken) EXPECT_EQ(times, 1);
    }
}

TEST(reordered_metadata, restoring_gives_back_every_matrix) {
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const operand_type type = operand_types[static_cast<std::size_t>(random(0, 6))];
        metadata_words matrix =
            numbered(type, reordered_rows(type) * static_cast<std::uint32_t>(random(0, 4)),
                     2 * static_cast<std::uint32_t>(random(0, 4)));
        for (std::uint32_t& word : matrix.word) word = static_cast<std::uint32_t>(random(0, 65535));
        EXPECT_EQ(restore_order(type, matrix.rows, matrix.words_per_row, reorder(matrix)), matrix);
    }
}

/// ldmatrix hands the four lanes 4 g to 4 g + 3 the 16 bytes of row g, 4 to each. Whichever lanes a selector
/// selects must so have what metadata_layout.h says, for the rows of a tile and the words along k that the
/// lanes stand for.
TEST(reordered_metadata, ldmatrix_hands_every_lane_its_register_for_every_instruction_and_selector) {
    for (const sparse_mma& instruction : sparse_mma_instructions()) {
        const int word_bits = metadata_word_bits(instruction.type);
        const int per_register = 32 / word_bits, per_word = nibbles_per_word(instruction.type);
        const std::uint32_t rows = reordered_rows(instruction.type);
        for (int selector = 0; selector < sparsity_selectors(instruction); ++selector) {
            for (int lane = 0; lane < sparse_mma::lanes; ++lane) {
                for (int bit = 0; bit < 32; bit += 4) {
                    const auto group = group_of(instruction, selector, {lane, bit});
                    if (!group) continue;
                    SCOPED_TRACE(testing::Message() << instruction.shape() << " " << name_of(instruction.type)
                                                    << " " << selector << " " << lane << " " << bit);
                    const auto place = static_cast<std::uint64_t>(lane * per_register + bit / word_bits);
                    const metadata_position loaded = position_of_reordered(instruction.type, rows, place);
                    EXPECT_EQ(static_cast<int>(loaded.row) % 16, group->row);
                    // The selected lanes stand for a tile of 16 rows and, within two words of k, a step along
                    // k.
                    const int words_of_k = instruction.groups() / per_word;
                    const int step = selector * words_of_k;
                    EXPECT_EQ(static_cast<int>(loaded.row) / 16, step / 2);
                    EXPECT_EQ(static_cast<int>(loaded.word), step % 2 + group->group / per_word);
                    EXPECT_EQ(bit % word_bits / 4, group->group % per_word);
                }
            }
        }
    }
}

TEST(reordered_metadata, rows_and_words_that_do_not_fill_the_pattern_are_refused) {
    EXPECT_EQ(config::sentence_of([] { reorder(numbered(operand_type::f16, 16, 2)); }),
              "Reordered metadata of f16: 16 rows are no multiple of 32.");
    EXPECT_EQ(config::sentence_of([] { reorder(numbered(operand_type::s8, 24, 2)); }),
              "Reordered metadata of s8: 24 rows are no multiple of 16.");
    EXPECT_EQ(config::sentence_of([] { reorder(numbered(operand_type::tf32, 32, 3)); }),
              "Reordered metadata of tf32: a row of 3 words is not even; k must be a multiple of 16.");
    EXPECT_EQ(config::sentence_of([] { restore_order(operand_type::s8, 16, 2, words(31)); }),
              "Metadata of s8: 16 rows of 2 words are 32, but there are 31.");
}

}  // namespace
}  // namespace lacuna::formats
