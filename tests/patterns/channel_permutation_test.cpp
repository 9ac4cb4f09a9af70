/// Does channel permutation win what its authors' tool wins, and never more than can be won?
#include "sim/patterns/channel_permutation.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/random/mersenne_twister.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/patterns/mask.h"
#include "sim/patterns/n_of_m.h"
#include "tests/config/sentence.h"
#include "tests/patterns/random_weights.h"

namespace lacuna::patterns {
namespace {

using formats::dense_matrix;
using order = std::vector<std::uint32_t>;

/// Uniform numbers of 0 to 1 from MT19937, two draws each, as numpy's random_sample draws them.
dense_matrix<float> uniform(std::uint32_t rows, std::uint32_t columns, std::uint32_t seed) {
    boost::random::mt19937 engine(seed);
    dense_matrix<float> weights = formats::zeros<float>(rows, columns);
    for (float& weight : weights.value) {
        const std::uint32_t high = engine() >> 5;
        const std::uint32_t low = engine() >> 6;
        weight = static_cast<float>((high * 67108864.0 + low) / 9007199254740992.0);
    }
    return weights;
}

double kept_by_two_of_four(const dense_matrix<float>& weights) {
    return magnitude_kept(weights, n_of_m_mask(weights, {2, 4}, weights.columns));
}

bool is_permutation(order column) {
    std::sort(column.begin(), column.end());
    for (std::uint32_t i = 0; i < column.size(); ++i)
        if (column[i] != i) return false;
    return true;
}

TEST(channel_permutation, the_matrix_of_apex_s_readme_gives_its_printed_figures) {
    const dense_matrix<float> weights = uniform(128, 64, 1);
    const channel_permutation found = permute_channels(weights);
    EXPECT_EQ(fmt::format("{:.3f}", found.unpruned), "4083.169");
    EXPECT_EQ(fmt::format("{:.3f}", best_magnitude(weights, 128 * 32)), "3060.238");
    EXPECT_EQ(fmt::format("{:.3f}", found.best_of_rows), "3042.332");
    EXPECT_EQ(fmt::format("{:.3f}", found.plain), "2852.377");
    EXPECT_EQ(fmt::format("{:.3f}", found.permuted), "2913.351") << "channel_swap,0 on the CPU";
    EXPECT_EQ(fmt::format("{:.1f}", 100 * found.efficacy()), "32.1");
    EXPECT_TRUE(is_permutation(found.column));
    EXPECT_EQ(kept_by_two_of_four(permuted(weights, found.column)), found.permuted);
}

TEST(channel_permutation, columns_that_fit_apart_are_parted) {
    // Four heavy columns in one group of two: two of them go, until they are parted.
    const dense_matrix<float> weights = {1, 8, {9, 9, 9, 9, 1, 1, 1, 1}};
    const channel_permutation found = permute_channels(weights);
    EXPECT_EQ(found.plain, 20);
    EXPECT_EQ(found.permuted, 36);
    EXPECT_EQ(found.best_of_rows, 36);
    EXPECT_EQ(found.efficacy(), 1);
    EXPECT_EQ(found.column, (order{4, 5, 2, 3, 0, 1, 6, 7})) << "of equal swaps that of the lowest columns";
    EXPECT_EQ(found.swaps, 2u);
    EXPECT_EQ(found.passes, 3u);
}

/// The most that any of the 35 ways to part 8 columns into two groups keeps.
double best_of_35(const dense_matrix<float>& weights) {
    double best = 0;
    int ways = 0;
    for (unsigned chosen = 0; chosen < 256; ++chosen) {
        order first, second;
        for (std::uint32_t column = 0; column < 8; ++column)
            (chosen >> column & 1 ? first : second).push_back(column);
        if (first.size() != 4 || first.front() != 0) continue;  // column 0 in the first: each way once
        ++ways;
        first.insert(first.end(), second.begin(), second.end());
        best = std::max(best, kept_by_two_of_four(permuted(weights, first)));
    }
    EXPECT_EQ(ways, 35);
    return best;
}

TEST(channel_permutation, of_8_columns_it_keeps_no_less_than_plain_and_no_more_than_the_best_of_35) {
    int optimal = 0;
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const dense_matrix<float> weights = random_weights(random, some(random, 1, 20), 8, random(1, 50));
        const channel_permutation found = permute_channels(weights);
        const double best = best_of_35(weights);
        EXPECT_TRUE(is_permutation(found.column));
        EXPECT_EQ(found.plain, kept_by_two_of_four(weights));
        EXPECT_EQ(found.permuted, kept_by_two_of_four(permuted(weights, found.column)));
        EXPECT_GE(found.permuted, found.plain);
        EXPECT_LE(found.permuted, best);
        EXPECT_LE(best, found.best_of_rows);
        EXPECT_GE(found.efficacy(), 0);
        EXPECT_LE(found.efficacy(), 1);
        optimal += found.permuted == best;
    }
    EXPECT_GT(optimal, 50) << "greedy swaps are mostly best for two groups";
}

/// The rule as it is told, every swap scored anew in each pass.
order by_the_rule(const dense_matrix<float>& weights) {
    order column(weights.columns);
    std::iota(column.begin(), column.end(), 0u);
    struct scored {
        double gain;
        std::uint32_t first, second;
    };
    for (bool swapped = true; swapped;) {
        swapped = false;
        const double before = kept_by_two_of_four(permuted(weights, column));
        std::vector<scored> swaps;
        for (std::uint32_t first = 0; first < column.size(); ++first)
            for (std::uint32_t second = first / 4 * 4 + 4; second < column.size(); ++second) {
                order tried = column;
                std::swap(tried[first], tried[second]);
                swaps.push_back({kept_by_two_of_four(permuted(weights, tried)) - before, first, second});
            }
        std::stable_sort(swaps.begin(), swaps.end(),
                         [](const scored& a, const scored& b) { return a.gain > b.gain; });
        const double threshold =
            std::min(std::max((swaps.empty() ? 0 : swaps.front().gain) * 1e-5, 1e-4), 1.0);
        std::vector<bool> is_touched(column.size() / 4);
        for (const scored& each : swaps) {
            if (each.gain < threshold) break;
            if (is_touched[each.first / 4] || is_touched[each.second / 4]) continue;
            is_touched[each.first / 4] = is_touched[each.second / 4] = true;
            std::swap(column[each.first], column[each.second]);
            swapped = true;
        }
    }
    return column;
}

TEST(channel_permutation, whole_numbers_are_swapped_exactly_as_the_rule_has_it) {
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const dense_matrix<float> weights =
            random_weights(random, some(random, 1, 40), 4 * some(random, 1, 5), random(1, 30));
        EXPECT_EQ(permute_channels(weights).column, by_the_rule(weights));
    }
}

TEST(channel_permutation, it_can_win_all_where_the_largest_halves_fit) {
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        dense_matrix<float> weights = random_weights(random, 9, 16, 20);
        const channel_permutation found = permute_channels(weights);
        EXPECT_LE(found.permuted, found.best_of_rows);
        // What 2:4 left has lost nothing more to lose.
        weights = masked(weights, n_of_m_mask(weights, {2, 4}, 16));
        const channel_permutation again = permute_channels(weights);
        EXPECT_EQ(again.plain, again.unpruned);
        EXPECT_EQ(again.swaps, 0u);
        EXPECT_EQ(again.efficacy(), 1);
    }
}

TEST(channel_permutation, very_large_and_very_small_weights_come_to_an_end) {
    for (const float scale : {3e36f, 1e-30f}) {
        dense_matrix<float> weights = uniform(33, 24, 7);
        for (float& weight : weights.value) weight *= scale;
        const channel_permutation found = permute_channels(weights);
        EXPECT_TRUE(is_permutation(found.column));
        EXPECT_GE(found.permuted, found.plain);
    }
}

TEST(channel_permutation, one_group_and_no_columns_have_nothing_to_swap) {
    EXPECT_EQ(permute_channels({1, 4, {1, 2, 3, 4}}).column, (order{0, 1, 2, 3}));
    EXPECT_EQ(permute_channels({0, 0, {}}).column, order{});
    EXPECT_EQ(permute_channels({0, 8, {}}).swaps, 0u);
    EXPECT_EQ(permute_channels({2, 8, std::vector<float>(16, 0)}).efficacy(), 1);
}

TEST(channel_permutation, odd_columns_and_weights_without_magnitude_are_refused) {
    EXPECT_EQ(config::sentence_of([] {
                  permute_channels({1, 6, std::vector<float>(6)});
              }),
              "channels are permuted for 2:4 in groups of four, 16384 columns at most, but there are 6");
    EXPECT_EQ(config::sentence_of([] {
                  permute_channels({0, 16388, {}});
              }),
              "channels are permuted for 2:4 in groups of four, 16384 columns at most, but there are 16388");
    for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
        EXPECT_EQ(config::sentence_of([&] {
                      permute_channels({2, 4, {1, 2, 3, 4, 5, bad, 7, 8}});
                  }),
                  "row 1, column 1: a weight that is not finite has no magnitude to keep");
    }
    EXPECT_EQ(config::sentence_of([] {
                  permuted({1, 4, {1, 2, 3, 4}}, {0, 1});
              }),
              "an order of 2 columns does not fit 4");
}

}  // namespace
}  // namespace lacuna::patterns
