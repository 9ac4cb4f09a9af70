/// Does 2:4 both ways keep of each tile the most that its 90 masks can keep?
#include "sim/patterns/tile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/patterns/n_of_m.h"
#include "tests/config/sentence.h"
#include "tests/patterns/random_weights.h"

namespace lacuna::patterns {
namespace {

using bits = std::vector<std::uint8_t>;
using formats::dense_matrix;

bool has_two_each_way(const bits& tile) {
    for (int i = 0; i < 4; ++i) {
        int in_row = 0, in_column = 0;
        for (int j = 0; j < 4; ++j) {
            in_row += tile[static_cast<std::size_t>(4 * i + j)];
            in_column += tile[static_cast<std::size_t>(4 * j + i)];
        }
        if (in_row != 2 || in_column != 2) return false;
    }
    return true;
}

/// All of 2^16 that keep two each way, from the one whose positions kept come first.
std::vector<bits> masks_of_a_tile() {
    std::vector<bits> masks;
    for (unsigned code = 0xffff; code > 0; --code) {
        bits tile;
        for (unsigned i = 0; i < 16; ++i) tile.push_back(code >> (15 - i) & 1);
        if (has_two_each_way(tile)) masks.push_back(tile);
    }
    return masks;
}

TEST(tile, there_are_90_masks_in_lexicographic_order) {
    const std::vector<bits> expected = masks_of_a_tile();
    ASSERT_EQ(expected.size(), 90u);
    ASSERT_EQ(tile_choices().size(), 90u);
    constexpr int pairs[6][2] = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
    for (std::size_t i = 0; i < 90; ++i) {
        bits tile(16);
        for (std::size_t row = 0; row < 4; ++row)
            for (const int column : pairs[tile_choices()[i][row]])
                tile[4 * row + static_cast<std::size_t>(column)] = 1;
        EXPECT_EQ(tile, expected[i]);
    }
}

TEST(tile, it_keeps_what_the_first_best_mask_keeps) {
    const std::vector<bits> masks = masks_of_a_tile();
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const std::uint32_t rows = some(random, 1, 9);
        const std::uint32_t segment = some(random, 1, 9);
        const dense_matrix<float> weights =
            random_weights(random, rows, segment * some(random, 1, 2), random(1, 9));
        mask expected = formats::zeros<std::uint8_t>(rows, weights.columns);
        for (std::uint32_t top = 0; top < rows; top += 4)
            for (std::uint32_t begin = 0; begin < weights.columns; begin += segment)
                for (std::uint32_t left = begin; left < begin + segment; left += 4) {
                    const auto is_inside = [&](std::uint32_t i) {
                        return top + i / 4 < rows && left + i % 4 < begin + segment;
                    };
                    double greatest = -1;
                    const bits* best = nullptr;
                    for (const bits& each : masks) {
                        double norm = 0;
                        for (std::uint32_t i = 0; i < 16; ++i)
                            if (each[i] && is_inside(i))
                                norm += std::abs(weights.at(top + i / 4, left + i % 4));
                        if (!(norm > greatest)) continue;
                        greatest = norm;
                        best = &each;
                    }
                    for (std::uint32_t i = 0; i < 16; ++i)
                        if (is_inside(i)) expected.at(top + i / 4, left + i % 4) = (*best)[i];
                }
        const mask found = tile_mask(weights, segment);
        EXPECT_EQ(found, expected);
        EXPECT_TRUE(satisfies_tile(found, segment));
        EXPECT_TRUE(satisfies_n_of_m(found, {2, 4}, segment));
    }
}

TEST(satisfies_tile, no_row_and_no_column_of_a_tile_has_more_than_two) {
    EXPECT_TRUE(satisfies_tile({3, 3, {1, 1, 0, 0, 1, 1, 1, 0, 1}}, 3));
    EXPECT_FALSE(satisfies_tile({3, 3, {1, 1, 1, 0, 0, 0, 0, 0, 0}}, 3)) << "three in a row";
    EXPECT_FALSE(satisfies_tile({3, 3, {1, 0, 0, 1, 0, 0, 1, 0, 0}}, 3)) << "three in a column";
    EXPECT_TRUE(satisfies_tile({5, 1, {0, 0, 1, 1, 1}}, 1)) << "the last is in a tile of its own";
    EXPECT_TRUE(satisfies_tile({1, 6, {1, 1, 0, 1, 1, 0}}, 3));
}

TEST(tile, columns_that_are_no_whole_segments_and_weights_without_rank_are_refused) {
    EXPECT_EQ(config::sentence_of([] {
                  tile_mask({1, 4, {1, 2, 3, 4}}, 3);
              }),
              "4 columns are not whole segments of 3");
    EXPECT_EQ(config::sentence_of([] {
                  satisfies_tile({1, 4, {1, 1, 1, 1}}, 0);
              }),
              "4 columns are not whole segments of 0");
    EXPECT_EQ(config::sentence_of([] {
                  tile_mask({2, 1, {1, std::nanf("")}}, 1);
              }),
              "row 1, column 0: a weight that is not a number cannot be pruned by magnitude");
}

}  // namespace
}  // namespace lacuna::patterns
