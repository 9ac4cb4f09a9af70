/// Do masks count, sum and apply what they keep?
#include "sim/patterns/mask.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/formats/dense_and_sparse.h"
#include "sim/patterns/load.h"
#include "tests/config/sentence.h"
#include "tests/patterns/random_weights.h"

namespace lacuna::patterns {
namespace {

using formats::dense_matrix;
using loads = std::vector<std::uint64_t>;

const dense_matrix<float> weights = {2, 3, {1, -2, 0, 4, 0.5f, -8}};
const mask stays = {2, 3, {0, 1, 1, 0, 1, 1}};

TEST(mask, its_density_is_the_share_of_ones) {
    EXPECT_EQ(kept(stays), 4u);
    EXPECT_EQ(density(stays), 4 / 6.0);
    EXPECT_EQ(density(everything(2, 3)), 1);
    EXPECT_EQ(density(mask{}), 0);
    EXPECT_EQ(nonzeros_of(weights), (mask{2, 3, {1, 1, 0, 1, 1, 1}}));
}

TEST(mask, the_magnitude_kept_is_that_of_the_weights_that_stay) {
    EXPECT_EQ(magnitude(weights), 15.5);
    EXPECT_EQ(magnitude_kept(weights, stays), 10.5);
    EXPECT_EQ(magnitude_kept(weights, everything(2, 3)), magnitude(weights));
    EXPECT_EQ(config::sentence_of([] { magnitude_kept(weights, everything(3, 2)); }),
              "a mask of 3 x 2 does not fit weights of 2 x 3");
}

TEST(mask, what_goes_is_0_and_a_zero_that_stays_is_not_stored) {
    EXPECT_EQ(masked(weights, stays), (dense_matrix<float>{2, 3, {0, -2, 0, 0, 0.5f, -8}}));
    EXPECT_EQ(formats::kept_columns(weights, stays),
              (formats::csc<float>{2, 3, {0, 0, 2, 3}, {0, 1, 1}, {-2, 0.5f, -8}}));
}

TEST(best_magnitude, it_is_the_sum_of_the_largest) {
    const double sums[] = {0, 8, 12, 14, 15, 15.5, 15.5};
    for (std::uint64_t kept = 0; kept <= 6; ++kept) EXPECT_EQ(best_magnitude(weights, kept), sums[kept]);
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const dense_matrix<float> drawn = random_weights(random, some(random, 1, 6), some(random, 1, 6));
        std::vector<double> sorted;
        for (const float each : drawn.value) sorted.push_back(std::abs(each));
        std::sort(sorted.rbegin(), sorted.rend());
        double sum = 0;
        for (std::size_t kept = 0; kept <= sorted.size(); ++kept) {
            EXPECT_EQ(best_magnitude(drawn, kept), sum);
            if (kept < sorted.size()) sum += sorted[kept];
        }
    }
}

TEST(best_magnitude, it_refuses_what_has_no_rank_and_more_than_there_is) {
    EXPECT_EQ(config::sentence_of([] { best_magnitude(weights, 7); }), "7 of 6 weights cannot stay");
    EXPECT_EQ(config::sentence_of([] {
                  best_magnitude({2, 2, {1, 1, 1, std::nanf("")}}, 1);
              }),
              "row 1, column 1: a weight that is not a number cannot be pruned by magnitude");
}

TEST(load, rows_and_pes_have_the_nonzeros_of_their_rows) {
    const mask tall = {5, 2, {1, 1, 1, 0, 0, 0, 1, 1, 0, 1}};
    EXPECT_EQ(nonzeros_per_row(tall), (loads{2, 1, 0, 2, 1}));
    EXPECT_EQ(nonzeros_per_pe(tall, 2), (loads{3, 3}));
    EXPECT_EQ(nonzeros_per_pe(tall, 3), (loads{4, 2, 0}));
    EXPECT_EQ(nonzeros_per_pe(tall, 7), (loads{2, 1, 0, 2, 1, 0, 0}));
    EXPECT_EQ(config::sentence_of([&] { nonzeros_per_pe(tall, 0); }),
              "0 PEs: at least one must own the rows");
}

TEST(load, imbalance_is_max_over_mean_and_variation_deviation_over_mean) {
    EXPECT_EQ(imbalance({3, 3, 3}), 1);
    EXPECT_EQ(coefficient_of_variation({3, 3, 3}), 0);
    EXPECT_EQ(imbalance({4, 2, 0}), 2);
    EXPECT_DOUBLE_EQ(coefficient_of_variation({4, 2, 0}), std::sqrt(8 / 3.0) / 2);
    for (const loads& nothing : {loads{}, loads{0, 0}}) {
        EXPECT_EQ(imbalance(nothing), 1);
        EXPECT_EQ(coefficient_of_variation(nothing), 0);
    }
}

}  // namespace
}  // namespace lacuna::patterns
