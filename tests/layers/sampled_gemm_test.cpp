/// Is every vector of a sampled GEMM its own, whatever was drawn before it?
#include "sim/layers/sampled_gemm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/layers/quantization.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::layers {
namespace {

constexpr distribution all[] = {distribution::normal, distribution::uniform, distribution::half_normal};
constexpr std::uint32_t piece = sampled_gemm::values_per_piece;

sampled_gemm gemm_of(distribution values, std::uint32_t k) {
    return {40, 30, k, {values, 1}, {values, 2}, activation_function::none};
}

TEST(sampled_gemm, its_values_are_the_ones_of_the_first_release) {
    const sampled_gemm gemm = {16384, 16384, 3, {distribution::normal, 7}, {distribution::uniform, 7}};
    EXPECT_EQ(gemm.row_of_weights(0), (std::vector<float>{-0.754060149f, 0.891525447f, -0.349622011f}));
    EXPECT_EQ(gemm.row_of_weights(16383), (std::vector<float>{-0.628180146f, -1.2685529f, -0.98964417f}));
    EXPECT_EQ(gemm.column_of_activations(0), (std::vector<float>{0.709222019f, 0.437245965f, 0.423173487f}));
}

TEST(sampled_gemm, a_part_of_a_vector_is_that_part_whatever_was_drawn_before) {
    const std::uint32_t seed = 20261121;
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    formats::random_source random(seed);
    for (const distribution values : all) {
        const sampled_gemm gemm = gemm_of(values, 2 * piece + 100);
        std::vector<std::vector<float>> rows, columns;
        for (std::uint32_t i = 0; i < 4; ++i) rows.push_back(gemm.row_of_weights(i));
        for (std::uint32_t i = 0; i < 4; ++i) columns.push_back(gemm.column_of_activations(i));
        for (int trial = 0; trial < 30; ++trial) {
            const auto number = static_cast<std::uint32_t>(random(0, 3));
            const auto first = static_cast<std::uint32_t>(random(0, static_cast<int>(gemm.k)));
            const auto end =
                static_cast<std::uint32_t>(random(static_cast<int>(first), static_cast<int>(gemm.k)));
            const auto part = [&](const std::vector<float>& whole) {
                return std::vector<float>(whole.begin() + first, whole.begin() + end);
            };
            ASSERT_EQ(gemm.weights_of(number, first, end), part(rows[number])) << first << " to " << end;
            ASSERT_EQ(gemm.activations_of(number, first, end), part(columns[number]))
                << first << " to " << end;
        }
    }
}

TEST(sampled_gemm, sizes_change_no_vector) {
    const sampled_gemm small = gemm_of(distribution::normal, 10);
    sampled_gemm large = small;
    large.m = large.n = 2147483647;
    large.k = 5000;
    std::vector<float> row = large.row_of_weights(39);
    row.resize(10);
    EXPECT_EQ(row, small.row_of_weights(39));
    EXPECT_EQ(large.row_of_weights(2147483646).size(), 5000u);
}

TEST(sampled_gemm, no_two_vectors_or_pieces_are_alike) {
    sampled_gemm gemm = gemm_of(distribution::normal, 2 * piece);
    gemm.activations = gemm.weights;
    std::set<std::vector<float>> heads;
    std::size_t drawn = 0;
    for (const std::uint32_t seed : {0u, 1u, 4294967295u}) {
        gemm.weights.seed = gemm.activations.seed = seed;
        for (std::uint32_t i = 0; i < 200; ++i) {
            for (const std::uint32_t first : {0u, piece}) {
                heads.insert(gemm.weights_of(i, first, first + 3));
                heads.insert(gemm.activations_of(i, first, first + 3));
                drawn += 2;
            }
        }
    }
    EXPECT_EQ(heads.size(), drawn);
}

TEST(sampled_gemm, neighbours_are_not_correlated) {
    const sampled_gemm gemm = gemm_of(distribution::normal, 20000);
    for (std::uint32_t i = 0; i < 5; ++i) {
        const std::vector<float> a = gemm.row_of_weights(i), b = gemm.row_of_weights(i + 1);
        double sum = 0;
        for (std::size_t j = 0; j < a.size(); ++j) sum += double{a[j]} * double{b[j]};
        EXPECT_LT(std::abs(sum), 4 * std::sqrt(20000.0)) << "rows " << i << " and " << i + 1;
    }
}

TEST(sampled_gemm, values_have_their_distribution_and_none_is_zero) {
    for (const distribution values : all) {
        const sampled_gemm gemm = gemm_of(values, 50000);
        const std::vector<float> weights = gemm.row_of_weights(3),
                                 activations = gemm.column_of_activations(3);
        for (const std::vector<float>* drawn : {&weights, &activations}) {
            double sum = 0, squares = 0;
            for (const float value : *drawn) {
                ASSERT_NE(value, 0);
                sum += double{value};
                squares += double{value} * double{value};
            }
            const double mean = sum / 50000;
            const bool is_uniform = values == distribution::uniform;
            const double expected_mean = is_uniform                       ? (drawn == &weights ? 0 : 0.5)
                                         : values == distribution::normal ? 0
                                                                          : std::sqrt(2 / std::acos(-1.0));
            EXPECT_NEAR(mean, expected_mean, 0.02);
            EXPECT_NEAR(squares / 50000, is_uniform ? 1 / 3.0 : 1, 0.03);
        }
        const auto [least, largest] = std::minmax_element(activations.begin(), activations.end());
        EXPECT_EQ(*least < 0, values == distribution::normal);
        EXPECT_EQ(*largest <= 1, values == distribution::uniform);
    }
}

TEST(sampled_gemm, integers_are_scaled_by_what_can_be_expected_of_the_distribution) {
    EXPECT_EQ((drawn_vectors{distribution::uniform, 0}.scaled_magnitude()), 1);
    EXPECT_EQ((drawn_vectors{distribution::normal, 0}.scaled_magnitude()), 6);
    const quantization how = quantization_up_to(formats::operand_type::s8, 6);
    EXPECT_EQ(how.scale, 6.0 / 127);
    EXPECT_EQ(how.code(6), 127);
    EXPECT_EQ(how.code(-7), -127) << "saturates";
}

}  // namespace
}  // namespace lacuna::layers
