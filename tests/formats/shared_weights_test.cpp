#include "sim/formats/shared_weights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

using codes = std::vector<std::uint8_t>;

csc<float> column_of(std::vector<float> weights) {
    csc<float> matrix{static_cast<std::uint32_t>(weights.size()),
                      1,
                      {0, static_cast<std::uint32_t>(weights.size())},
                      {},
                      {}};
    for (std::uint32_t row = 0; row < matrix.rows; ++row) matrix.row.push_back(row);
    matrix.value = std::move(weights);
    return matrix;
}

TEST(shared_weights, few_distinct_values_are_shared_exactly_in_rising_order) {
    const csc<float> matrix = column_of({0.5f, -2, 0.5f, 0, 7, -2});
    const shared_weights shared = share_weights(matrix, 2);
    EXPECT_EQ(shared.codebook, (std::vector<float>{0, -2, 0.5f, 7}));
    EXPECT_EQ(shared.codes.value, (codes{2, 1, 2, 0, 3, 1}));
    EXPECT_EQ(shared.codes.row, matrix.row);
    EXPECT_EQ(shared_values(shared), matrix);
}

TEST(shared_weights, more_values_than_codes_move_to_the_means_of_their_clusters) {
    // From centroids -4, 1, 6: {-4, -3}, {1, 2}, {4, 5, 6} at once.
    const shared_weights shared = share_weights(column_of({6, 5, 4, 2, 1, -3, -4}), 2);
    EXPECT_EQ(shared.codebook, (std::vector<float>{0, -3.5f, 1.5f, 5}));
    EXPECT_EQ(shared.codes.value, (codes{3, 3, 3, 2, 2, 1, 1}));
}

TEST(shared_weights, a_cluster_of_mean_zero_shares_its_value_nearest_to_zero) {
    EXPECT_EQ(share_weights(column_of({-1, -2, 3}), 1).codebook, (std::vector<float>{0, -1}));
    EXPECT_EQ(share_weights(column_of({1, 2, -3}), 1).codebook, (std::vector<float>{0, 1}));
    EXPECT_EQ(share_weights(column_of({-1, 1}), 1).codebook, (std::vector<float>{0, 1}));
}

TEST(shared_weights, a_cluster_of_subnormal_mean_still_shares_no_zero) {
    const float least = std::numeric_limits<float>::denorm_min();
    EXPECT_EQ(share_weights(column_of({-least, least, least}), 1).codebook, (std::vector<float>{0, least}));
}

TEST(shared_weights, a_shared_value_lies_among_its_weights_even_where_the_sums_cancel) {
    const float huge = 13510798882111488.0f;  // 1.5 * 2^53: sums beside it are rounded to even numbers
    const shared_weights shared = share_weights(column_of({-huge, 1.125f, 1.25f, 1.375f, huge}), 2);
    ASSERT_EQ(shared.codebook.size(), 4u);
    EXPECT_GE(shared.codebook[2], 1.125f);
    EXPECT_LE(shared.codebook[2], 1.375f);
}

TEST(shared_weights, clusters_that_no_weight_uses_get_no_code) {
    // Linear initialisation puts centroids into the gap that pruning leaves around zero.
    std::vector<float> weights;
    for (int i = 0; i < 20; ++i) {
        weights.push_back(-10.0f - 0.01f * static_cast<float>(i));
        weights.push_back(10.0f + 0.01f * static_cast<float>(i));
    }
    const shared_weights shared = share_weights(column_of(weights), 4);
    EXPECT_EQ(shared.codebook.size(), 3u);
    EXPECT_NEAR(shared.codebook[1], -10.095f, 1e-5f);
    EXPECT_NEAR(shared.codebook[2], 10.095f, 1e-5f);
}

/// Lloyd's iteration as one would write it down, every value compared with every midpoint.
std::vector<double> centroids_by_definition(const std::vector<float>& weights, std::size_t clusters) {
    const auto [least, greatest] = std::minmax_element(weights.begin(), weights.end());
    std::vector<double> centroid(clusters);
    for (std::size_t k = 0; k < clusters; ++k)
        centroid[k] = clusters == 1 ? (double{*least} + *greatest) / 2
                                    : *least + (double{*greatest} - *least) * static_cast<double>(k) /
                                                   static_cast<double>(clusters - 1);
    for (int round = 0; round < 100; ++round) {
        std::vector<double> sum(clusters), count(clusters);
        for (float weight : weights) {
            std::size_t k = 0;
            while (k + 1 < clusters && weight > (centroid[k] + centroid[k + 1]) / 2) ++k;
            sum[k] += weight;
            ++count[k];
        }
        for (std::size_t k = 0; k < clusters; ++k)
            if (count[k] > 0) centroid[k] = sum[k] / count[k];
    }
    return centroid;
}

TEST(shared_weights, every_weight_gets_the_value_that_lloyds_iteration_by_definition_gives_it) {
    for (std::uint32_t seed = 0; seed < 150; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        std::vector<float> weights;
        const int spread = random(10, 3000);
        for (int left = random(1, 400); left > 0; --left)  // whole numbers, so that all sums are exact
            weights.push_back(static_cast<float>(random(1, spread) * (random(0, 1) ? 1 : -3)));
        const int bits = random(1, 6);
        const shared_weights shared = share_weights(column_of(weights), bits);
        const std::set<float> distinct(weights.begin(), weights.end());
        std::vector<double> centroid(distinct.begin(), distinct.end());
        if (distinct.size() >= std::size_t{1} << bits)
            centroid = centroids_by_definition(weights, (std::size_t{1} << bits) - 1);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            std::size_t k = 0;
            while (k + 1 < centroid.size() && weights[i] > (centroid[k] + centroid[k + 1]) / 2) ++k;
            const auto expected = static_cast<float>(centroid[k]);
            if (expected == 0) continue;  // such a cluster shares another value
            EXPECT_EQ(shared.codebook.at(shared.codes.value[i]), expected);
        }
    }
}

TEST(shared_weights, codes_rise_with_their_values_and_are_all_in_use_whatever_the_weights) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        std::vector<float> weights;
        for (int left = random(0, 300); left > 0; --left)  // magnitudes so far apart that sums cancel
            weights.push_back(std::ldexp(static_cast<float>(random(-9, 9)), random(-140, 120)));
        const int bits = random(1, 8);
        const shared_weights shared = share_weights(column_of(weights), bits);
        ASSERT_LE(shared.codebook.size(), std::size_t{1} << bits);
        ASSERT_EQ(shared.codebook.at(0), 0);
        for (std::size_t code = 2; code < shared.codebook.size(); ++code)
            EXPECT_LT(shared.codebook[code - 1], shared.codebook[code]);
        std::set<std::uint8_t> used = {0};
        for (std::size_t i = 0; i < weights.size(); ++i) {
            EXPECT_EQ(shared.codes.value[i] == 0, weights[i] == 0);
            EXPECT_EQ(shared.codebook.at(shared.codes.value[i]) == 0, weights[i] == 0);
            used.insert(shared.codes.value[i]);
        }
        EXPECT_EQ(used.size(), shared.codebook.size());
    }
}

TEST(shared_weights, a_matrix_without_weights_needs_no_value_but_zero) {
    EXPECT_EQ(share_weights(csc<float>{}, 4).codebook, (std::vector<float>{0}));
    const shared_weights shared = share_weights(column_of({0, -0.0f}), 4);
    EXPECT_EQ(shared.codebook, (std::vector<float>{0}));
    EXPECT_EQ(shared.codes.value, (codes{0, 0}));
}

TEST(shared_weights, weights_that_are_not_finite_name_their_position) {
    csc<float> matrix = {4, 3, {0, 1, 1, 3}, {2, 0, 3}, {1, 2, std::nanf("")}};
    EXPECT_EQ(config::sentence_of([&] { share_weights(matrix, 4); }),
              "weight (3, 2): nan cannot be shared, since it is not finite.");
    matrix.value[2] = 1;
    matrix.value[0] = -std::numeric_limits<float>::infinity();
    EXPECT_EQ(config::sentence_of([&] { share_weights(matrix, 4); }),
              "weight (2, 0): -inf cannot be shared, since it is not finite.");
}

TEST(shared_weights, impossible_codes_are_refused) {
    const csc<float> matrix = column_of({1});
    EXPECT_EQ(config::sentence_of([&] { share_weights(matrix, 0); }),
              "shared weights: codes of 0 bits are not possible; 1 to 8 are.");
    EXPECT_EQ(config::sentence_of([&] { share_weights(matrix, 9); }),
              "shared weights: codes of 9 bits are not possible; 1 to 8 are.");
    shared_weights shared = share_weights(matrix, 4);
    shared.codes.value[0] = 2;
    EXPECT_EQ(config::sentence_of([&] { shared_values(shared); }),
              "shared weights, entry 0: code 2 is outside the codebook of 2 values.");
}

}  // namespace
}  // namespace lacuna::formats
