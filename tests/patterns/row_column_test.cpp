/// Do whole rows and columns stay by their norm?
#include "sim/patterns/row_column.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/config/sentence.h"
#include "tests/patterns/random_weights.h"

namespace lacuna::patterns {
namespace {

using formats::dense_matrix;

TEST(row_column, norms_are_frobenius_norms_and_not_sums) {
    const dense_matrix<float> weights = {2, 2, {3, 0, 2, 2}};  // 9 against 8, though 3 against 4
    EXPECT_EQ(row_mask(weights, 0.5), (mask{2, 2, {1, 1, 0, 0}}));
    EXPECT_EQ(column_mask(weights, 0.5), (mask{2, 2, {1, 0, 1, 0}}));
}

TEST(row_column, the_number_kept_rounds_halves_to_even_and_of_equals_the_earlier_stay) {
    EXPECT_EQ(row_mask({5, 1, {1, 1, 1, 1, 1}}, 0.5), (mask{5, 1, {1, 1, 0, 0, 0}}));  // 2.5
    EXPECT_EQ(column_mask({1, 3, {1, 1, 1}}, 0.5), (mask{1, 3, {1, 1, 0}}));           // 1.5
    EXPECT_EQ(column_mask({1, 4, {1, -2, 2, 2}}, 0.5), (mask{1, 4, {0, 1, 1, 0}}));
    EXPECT_EQ(row_mask({2, 1, {1, 2}}, 0), (mask{2, 1, {0, 0}}));
    EXPECT_EQ(column_mask({1, 2, {1, 0}}, 1), (mask{1, 2, {1, 1}}));
}

TEST(row_column, what_stays_is_what_sorting_the_rows_keeps_and_columns_are_rows_of_the_transpose) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const dense_matrix<float> weights = random_weights(random, some(random, 1, 9), some(random, 1, 5), 2);
        dense_matrix<float> transpose = formats::zeros<float>(weights.columns, weights.rows);
        std::vector<double> norm(weights.rows);
        for (std::uint32_t row = 0; row < weights.rows; ++row)
            for (std::uint32_t column = 0; column < weights.columns; ++column) {
                transpose.at(column, row) = weights.at(row, column);
                norm[row] += std::pow(weights.at(row, column), 2);
            }
        const double density = random(0, 12) / 12.0;
        std::vector<std::uint32_t> order(weights.rows);
        std::iota(order.begin(), order.end(), 0u);
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return norm[a] > norm[b]; });
        order.resize(static_cast<std::size_t>(std::nearbyint(weights.rows * density)));
        const mask rows = row_mask(weights, density);
        const mask columns = column_mask(transpose, density);
        for (std::uint32_t row = 0; row < weights.rows; ++row)
            for (std::uint32_t column = 0; column < weights.columns; ++column) {
                EXPECT_EQ(rows.at(row, column), std::count(order.begin(), order.end(), row));
                EXPECT_EQ(columns.at(column, row), rows.at(row, column));
            }
        EXPECT_TRUE(satisfies_row(rows));
        EXPECT_TRUE(satisfies_column(columns));
    }
}

TEST(row_column, a_matrix_satisfies_them_where_zeros_fill_whole_rows_or_columns) {
    const mask one_row = {2, 2, {1, 1, 0, 0}};
    const mask one_column = {2, 2, {0, 1, 0, 1}};
    EXPECT_TRUE(satisfies_row(one_row));
    EXPECT_FALSE(satisfies_column(one_row));
    EXPECT_TRUE(satisfies_column(one_column));
    EXPECT_FALSE(satisfies_row(one_column));
    EXPECT_TRUE(satisfies_row(mask{}));
    EXPECT_TRUE(satisfies_column(mask{}));
}

TEST(row_column, impossible_densities_and_weights_are_refused) {
    const dense_matrix<float> weights = {1, 2, {1, std::nanf("")}};
    const std::string no_rank =
        "row 0, column 1: a weight that is not a number cannot be pruned by magnitude";
    EXPECT_EQ(config::sentence_of([&] { row_mask(weights, 2); }), "density 2: a density is 0 to 1");
    EXPECT_EQ(config::sentence_of([&] { column_mask(weights, -1); }), "density -1: a density is 0 to 1");
    EXPECT_EQ(config::sentence_of([&] { row_mask(weights, 1); }), no_rank);
    EXPECT_EQ(config::sentence_of([&] { column_mask(weights, 1); }), no_rank);
}

}  // namespace
}  // namespace lacuna::patterns
