/// Does every bank of every row keep as many of its largest?
#include "sim/patterns/bank_balanced.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/config/sentence.h"
#include "tests/patterns/random_weights.h"

namespace lacuna::patterns {
namespace {

using formats::dense_matrix;

TEST(bank_balanced, each_bank_keeps_its_largest_and_of_equals_the_earlier) {
    EXPECT_EQ(bank_balanced_mask({2, 4, {1, -2, 9, 8, 3, 3, 0, 0}}, 2, 0.5),
              (mask{2, 4, {0, 1, 1, 0, 1, 0, 1, 0}}));
    EXPECT_EQ(bank_balanced_mask({1, 6, {1, 2, 3, 3, 2, 1}}, 2, 2 / 3.0), (mask{1, 6, {0, 1, 1, 1, 1, 0}}));
}

TEST(bank_balanced, the_number_kept_rounds_halves_to_even) {
    EXPECT_EQ(kept(bank_balanced_mask({1, 5, {1, 2, 3, 4, 5}}, 1, 0.5)), 2u);  // 2.5
    EXPECT_EQ(kept(bank_balanced_mask({1, 3, {1, 2, 3}}, 1, 0.5)), 2u);        // 1.5
    EXPECT_EQ(kept(bank_balanced_mask({1, 3, {1, 2, 3}}, 1, 0)), 0u);
    EXPECT_EQ(kept(bank_balanced_mask({1, 3, {1, 2, 3}}, 1, 1)), 3u);
}

TEST(bank_balanced, the_last_bank_is_shorter_where_columns_do_not_divide) {
    // banks of 3, 3, 3 and 1
    EXPECT_EQ(bank_balanced_mask({1, 10, {1, 2, 3, 3, 2, 1, 1, 1, 1, 1}}, 4, 2 / 3.0),
              (mask{1, 10, {0, 1, 1, 1, 1, 0, 1, 1, 0, 1}}));
    // banks of 2, 2, 1 and 0
    EXPECT_EQ(bank_balanced_mask({1, 5, {1, 2, 2, 1, 5}}, 4, 0.5), (mask{1, 5, {0, 1, 1, 0, 1}}));
}

TEST(bank_balanced, what_stays_is_what_sorting_each_bank_keeps) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const dense_matrix<float> weights =
            random_weights(random, some(random, 1, 4), some(random, 1, 20), 4);
        const std::uint32_t banks = some(random, 1, static_cast<int>(weights.columns));
        const double density = random(0, 12) / 12.0;
        const std::uint32_t whole = (weights.columns + banks - 1) / banks;
        const auto kept = static_cast<std::uint32_t>(std::nearbyint(whole * density));
        mask expected = formats::zeros<std::uint8_t>(weights.rows, weights.columns);
        for (std::uint32_t row = 0; row < weights.rows; ++row)
            for (std::uint32_t begin = 0; begin < weights.columns; begin += whole) {
                std::vector<std::uint32_t> order(std::min(whole, weights.columns - begin));
                std::iota(order.begin(), order.end(), begin);
                std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
                    return std::abs(weights.at(row, a)) > std::abs(weights.at(row, b));
                });
                for (std::size_t i = 0; i < std::min<std::size_t>(kept, order.size()); ++i)
                    expected.at(row, order[i]) = 1;
            }
        const mask found = bank_balanced_mask(weights, banks, density);
        EXPECT_EQ(found, expected);
        EXPECT_TRUE(satisfies_bank_balanced(found, banks));
    }
}

TEST(satisfies_bank_balanced, every_bank_has_the_same_number_or_is_short_and_full) {
    EXPECT_TRUE(satisfies_bank_balanced({2, 4, {1, 0, 0, 1, 0, 1, 0, 1}}, 2));
    EXPECT_FALSE(satisfies_bank_balanced({2, 4, {1, 0, 0, 1, 0, 1, 1, 1}}, 2));
    EXPECT_FALSE(satisfies_bank_balanced({2, 4, {1, 0, 0, 1, 1, 1, 1, 1}}, 2)) << "rows differ";
    EXPECT_TRUE(satisfies_bank_balanced({1, 5, {1, 1, 0, 1, 1}}, 2)) << "banks of 3 and 2";
    EXPECT_FALSE(satisfies_bank_balanced({1, 5, {1, 1, 1, 1, 0}}, 2));
    EXPECT_TRUE(satisfies_bank_balanced({2, 2, {0, 0, 0, 0}}, 2));
}

TEST(bank_balanced, impossible_banks_densities_and_weights_are_refused) {
    const dense_matrix<float> weights = {1, 2, {std::nanf(""), 1}};
    EXPECT_EQ(config::sentence_of([&] { bank_balanced_mask(weights, 0, 0.5); }),
              "2 columns cannot be cut into 0 banks");
    EXPECT_EQ(config::sentence_of([&] { bank_balanced_mask(weights, 3, 0.5); }),
              "2 columns cannot be cut into 3 banks");
    EXPECT_EQ(config::sentence_of([] {
                  satisfies_bank_balanced({1, 2, {1, 1}}, 0);
              }),
              "2 columns cannot be cut into 0 banks");
    EXPECT_EQ(config::sentence_of([&] { bank_balanced_mask(weights, 1, -0.1); }),
              "density -0.1: a density is 0 to 1");
    EXPECT_EQ(config::sentence_of([&] { bank_balanced_mask(weights, 1, 0.5); }),
              "row 0, column 0: a weight that is not a number cannot be pruned by magnitude");
}

}  // namespace
}  // namespace lacuna::patterns
