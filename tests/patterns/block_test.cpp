/// Do blocks and vectors go by their norm, the least of all the matrix first?
#include "sim/patterns/block.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/patterns/unstructured.h"
#include "sim/patterns/vector_wise.h"
#include "tests/config/sentence.h"
#include "tests/patterns/random_weights.h"

namespace lacuna::patterns {
namespace {

using formats::dense_matrix;

TEST(block, the_blocks_of_least_norm_go) {
    const dense_matrix<float> weights = {2, 6, {1, 1, 9, 0, -2, 2, 1, 1, 0, 0, -2, -2}};
    EXPECT_EQ(block_mask(weights, {2, 2}, 2 / 3.0), (mask{2, 6, {0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1}}));
    EXPECT_EQ(block_mask(weights, {2, 2}, 1 / 3.0), (mask{2, 6, {0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0}}));
    EXPECT_EQ(block_mask(weights, {2, 2}, 0), formats::zeros<std::uint8_t>(2, 6));
    EXPECT_EQ(block_mask(weights, {2, 2}, 1), everything(2, 6));
    EXPECT_EQ(block_mask(weights, {9, 9}, 1), everything(2, 6)) << "a block larger than the matrix";
}

TEST(block, the_number_that_goes_rounds_halves_to_even_and_of_equals_the_earlier_stay) {
    EXPECT_EQ(block_mask({1, 5, {1, 1, 1, 1, 1}}, {1, 1}, 0.5), (mask{1, 5, {1, 1, 1, 0, 0}}));  // 2.5 go
    EXPECT_EQ(block_mask({1, 3, {1, 1, 1}}, {1, 1}, 0.5), (mask{1, 3, {1, 0, 0}}));              // 1.5 go
    EXPECT_EQ(block_mask({2, 2, {1, 2, 2, 2}}, {1, 1}, 0.5), (mask{2, 2, {0, 1, 1, 0}}));
}

TEST(block, blocks_at_the_edges_are_smaller_and_count_as_one) {
    const dense_matrix<float> weights = {3, 3, {1, 1, 3, 1, 1, 3, 5, 0, 2}};
    EXPECT_EQ(block_mask(weights, {2, 2}, 0.5), (mask{3, 3, {0, 0, 1, 0, 0, 1, 1, 1, 0}}));
}

TEST(vector_wise, vectors_of_one_column_are_ranked_over_the_whole_matrix) {
    const dense_matrix<float> weights = {3, 2, {1, 3, -2, 3, 4, 9}};
    EXPECT_EQ(vector_wise_mask(weights, 2, 0.5), (mask{3, 2, {0, 1, 0, 1, 0, 1}}));
    EXPECT_TRUE(satisfies_vector_wise({3, 2, {0, 1, 0, 1, 0, 1}}, 2));
    EXPECT_FALSE(satisfies_vector_wise({3, 2, {0, 1, 1, 1, 0, 1}}, 2));
}

TEST(block, what_stays_is_what_sorting_the_blocks_keeps) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const dense_matrix<float> weights = random_weights(random, some(random, 1, 9), some(random, 1, 9), 3);
        const block_shape shape = {some(random, 1, 4), some(random, 1, 4)};
        const double density = random(0, 12) / 12.0;
        const std::uint32_t across = (weights.columns + shape.columns - 1) / shape.columns;
        const std::uint32_t down = (weights.rows + shape.rows - 1) / shape.rows;
        const auto block_at = [&](std::uint32_t row, std::uint32_t column) {
            return row / shape.rows * across + column / shape.columns;
        };
        std::vector<double> norm(std::size_t{across} * down);
        for (std::uint32_t row = 0; row < weights.rows; ++row)
            for (std::uint32_t column = 0; column < weights.columns; ++column)
                norm[block_at(row, column)] += std::abs(weights.at(row, column));
        std::vector<std::uint32_t> order(norm.size());
        std::iota(order.begin(), order.end(), 0u);
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return norm[a] > norm[b]; });
        order.resize(norm.size() - zeros_at_density(norm.size(), density));
        mask expected = formats::zeros<std::uint8_t>(weights.rows, weights.columns);
        for (std::uint32_t row = 0; row < weights.rows; ++row)
            for (std::uint32_t column = 0; column < weights.columns; ++column)
                expected.at(row, column) = std::count(order.begin(), order.end(), block_at(row, column)) != 0;
        const mask found = block_mask(weights, shape, density);
        EXPECT_EQ(found, expected);
        EXPECT_TRUE(satisfies_block(found, shape));
    }
}

TEST(satisfies_block, every_block_is_all_zeros_or_has_none) {
    const mask whole = {3, 3, {1, 1, 0, 1, 1, 0, 0, 0, 1}};
    EXPECT_TRUE(satisfies_block(whole, {2, 2}));
    EXPECT_TRUE(satisfies_block(whole, {1, 1}));
    EXPECT_FALSE(satisfies_block(whole, {3, 3}));
    EXPECT_FALSE(satisfies_block(whole, {1, 3}));
}

TEST(block, impossible_shapes_densities_and_weights_are_refused) {
    const dense_matrix<float> weights = {1, 2, {1, std::nanf("")}};
    EXPECT_EQ(config::sentence_of([&] {
                  block_mask(weights, {0, 2}, 0.5);
              }),
              "a block of 0 x 2: blocks have at least one row and one column");
    EXPECT_EQ(config::sentence_of([&] { vector_wise_mask(weights, 0, 0.5); }),
              "a block of 0 x 1: blocks have at least one row and one column");
    EXPECT_EQ(config::sentence_of([] {
                  satisfies_block({1, 1, {1}}, {1, 0});
              }),
              "a block of 1 x 0: blocks have at least one row and one column");
    EXPECT_EQ(config::sentence_of([&] {
                  block_mask(weights, {1, 1}, 1.01);
              }),
              "density 1.01: a density is 0 to 1");
    EXPECT_EQ(config::sentence_of([&] {
                  block_mask(weights, {1, 1}, std::nan(""));
              }),
              "density nan: a density is 0 to 1");
    EXPECT_EQ(config::sentence_of([&] {
                  block_mask(weights, {1, 1}, 1);
              }),
              "row 0, column 1: a weight that is not a number cannot be pruned by magnitude");
}

}  // namespace
}  // namespace lacuna::patterns
