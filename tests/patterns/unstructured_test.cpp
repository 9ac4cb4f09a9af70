#include "sim/patterns/unstructured.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/formats/coordinates.h"
#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::patterns {
namespace {

using bits = std::vector<std::uint8_t>;

/// The mask of weights in one row.
bits mask_at(const std::vector<float>& weights, double density) {
    return unstructured_mask({1, static_cast<std::uint32_t>(weights.size()), weights}, density).value;
}

TEST(unstructured, the_vector_of_mit_6_5940_lab_1_keeps_the_published_six) {
    const std::vector<float> weights = {-.46f, -.40f, .39f,  .19f,  .37f,  0,    .40f, .17f, -.15f,
                                        .16f,  -.20f, -.23f, .36f,  .25f,  .03f, .24f, .41f, .07f,
                                        .13f,  -.15f, .48f,  -.09f, -.36f, .12f, .45f};
    const bits published = {1, 1, 0,      0, 0, /**/ 0, 1, 0,      0, 0, /**/ 0, 0, 0,
                            0, 0, /**/ 0, 1, 0, 0,      0, /**/ 1, 0, 0, 0,      1};
    EXPECT_EQ(unstructured_mask({5, 5, weights}, 0.25), (mask{5, 5, published}));
}

TEST(unstructured, the_number_of_zeros_rounds_halves_to_even) {
    EXPECT_EQ(zeros_at_density(25, 0.25), 19u);  // 18.75
    EXPECT_EQ(zeros_at_density(2, 0.75), 0u);    // 0.5
    EXPECT_EQ(zeros_at_density(6, 0.75), 2u);    // 1.5
    EXPECT_EQ(zeros_at_density(10, 0.75), 2u);   // 2.5
    EXPECT_EQ(zeros_at_density(0, 0.3), 0u);
    EXPECT_EQ(zeros_at_density(7, 1), 0u);
    EXPECT_EQ(zeros_at_density(7, 0), 7u);
    EXPECT_EQ(zeros_at_density(std::uint64_t{25088} * 25088 * 16, 0.5), std::uint64_t{25088} * 25088 * 8);
}

TEST(unstructured, weights_that_tie_with_the_threshold_all_go) {
    EXPECT_EQ(mask_at({1, -2, 2, 2, 3}, 0.6), (bits{0, 0, 0, 0, 1}));
    EXPECT_EQ(mask_at({1, 1, 1, 1}, 0.75), (bits{0, 0, 0, 0}));
}

TEST(unstructured, no_zeros_wanted_keeps_everything_even_zeros) {
    EXPECT_EQ(mask_at({0, -1, 0}, 1), (bits{1, 1, 1}));
    const formats::csc<float> stored_zero = {2, 2, {0, 1, 2}, {0, 1}, {0, 5}};
    EXPECT_EQ(unstructured(stored_zero, 1), stored_zero);
}

TEST(unstructured, density_zero_keeps_nothing) {
    EXPECT_EQ(mask_at({4, -1, 3}, 0), (bits{0, 0, 0}));
    EXPECT_EQ(unstructured({2, 2, {0, 1, 2}, {0, 1}, {7, 5}}, 0),
              (formats::csc<float>{2, 2, {0, 0, 0}, {}, {}}));
}

TEST(unstructured, a_sparse_matrix_loses_only_what_a_dense_one_would) {
    // 6 weights, 3 of them absent: 2 zeros cost nothing but the stored zero, 4 cost the smallest
    const formats::csc<float> weights = {2, 3, {0, 1, 2, 4}, {1, 0, 0, 1}, {0, -3, 1, 2}};
    EXPECT_EQ(unstructured(weights, 4.0 / 6),
              (formats::csc<float>{2, 3, {0, 0, 1, 3}, {0, 0, 1}, {-3, 1, 2}}));
    EXPECT_EQ(unstructured(weights, 2.0 / 6), (formats::csc<float>{2, 3, {0, 0, 1, 2}, {0, 1}, {-3, 2}}));
}

TEST(unstructured, the_mask_is_that_of_the_rule_by_sorting) {
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        std::vector<float> weights(static_cast<std::size_t>(random(0, 60)));
        for (float& weight : weights) weight = static_cast<float>(random(-12, 12));
        const double density = random(0, 20) / 20.0;
        std::vector<float> magnitudes;
        for (float weight : weights) magnitudes.push_back(std::abs(weight));
        std::sort(magnitudes.begin(), magnitudes.end());
        const std::uint64_t zeros = zeros_at_density(weights.size(), density);
        bits expected;
        for (float weight : weights)
            expected.push_back(zeros == 0 || std::abs(weight) > magnitudes[zeros - 1]);
        EXPECT_EQ(mask_at(weights, density), expected);
    }
}

TEST(unstructured, pruning_a_sparse_matrix_equals_pruning_it_written_out) {
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const formats::coo<float> matrix = formats::random_matrix<float>(random, 9, 9, -6, 6);
        const double density = random(0, 20) / 20.0;
        std::vector<float> dense(std::size_t{matrix.rows} * matrix.columns);
        for (std::size_t i = 0; i < matrix.row.size(); ++i)
            dense[std::size_t{matrix.row[i]} * matrix.columns + matrix.column[i]] = matrix.value[i];
        const bits kept = mask_at(dense, density);
        formats::coo<float> expected = {matrix.rows, matrix.columns, {}, {}, {}};
        for (std::size_t i = 0; i < matrix.row.size(); ++i) {
            if (!kept[std::size_t{matrix.row[i]} * matrix.columns + matrix.column[i]]) continue;
            expected.row.push_back(matrix.row[i]);
            expected.column.push_back(matrix.column[i]);
            expected.value.push_back(matrix.value[i]);
        }
        EXPECT_EQ(formats::decode(unstructured(formats::encode_csc(matrix), density)), expected);
    }
}

TEST(unstructured, impossible_densities_and_weights_are_refused) {
    EXPECT_EQ(config::sentence_of([] { zeros_at_density(4, 1.5); }), "density 1.5: a density is 0 to 1");
    EXPECT_EQ(config::sentence_of([] { zeros_at_density(4, -0.1); }), "density -0.1: a density is 0 to 1");
    EXPECT_EQ(config::sentence_of([] { zeros_at_density(4, std::nan("")); }),
              "density nan: a density is 0 to 1");
    EXPECT_EQ(config::sentence_of([] {
                  mask_at({1, std::nanf("")}, 0.5);
              }),
              "row 0, column 1: a weight that is not a number cannot be pruned by magnitude");
}

}  // namespace
}  // namespace lacuna::patterns
