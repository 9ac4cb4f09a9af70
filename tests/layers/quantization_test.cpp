/// Which integers stand for which real numbers?
#include "sim/layers/quantization.h"

#include <gtest/gtest.h>

#include <limits>

namespace lacuna::layers {
namespace {

using formats::operand_type;
using codes = std::vector<std::int32_t>;

codes codes_of(operand_type type, const std::vector<float>& numbers) {
    const quantization how = quantization_of(type, numbers);
    codes all;
    for (const float number : numbers) all.push_back(how.code(number));
    return all;
}

TEST(quantization, the_largest_magnitude_gets_the_largest_code) {
    EXPECT_EQ(codes_of(operand_type::s8, {-2, 1, 0, 0.5f}), (codes{-127, 64, 0, 32}));
    EXPECT_EQ(codes_of(operand_type::s4, {-2, 1, 0, 0.5f}), (codes{-7, 4, 0, 2}));
    EXPECT_EQ(codes_of(operand_type::u8, {-2, 1, 0, 0.5f}), (codes{0, 128, 0, 64}));
    EXPECT_EQ(codes_of(operand_type::u4, {2, 1, 0, 0.5f}), (codes{15, 8, 0, 4}));
}

TEST(quantization, halves_go_to_even) {
    EXPECT_EQ(codes_of(operand_type::s8, {127, 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f}),
              (codes{127, 0, 2, 2, 0, -2, -2}));
}

TEST(quantization, numbers_beyond_those_of_the_scale_saturate) {
    const quantization how = quantization_of(operand_type::s8, std::vector<float>{127});
    EXPECT_EQ(how.code(127.6f), 127);
    EXPECT_EQ(how.code(-1e30f), -127);
}

TEST(quantization, zeros_alone_have_scale_1) {
    EXPECT_EQ(quantization_of(operand_type::s8, std::vector<float>{0, -0.0f}).scale, 1);
    EXPECT_EQ(quantization_of(operand_type::s4, std::vector<float>{}).scale, 1);
    EXPECT_EQ(codes_of(operand_type::s8, {0, -0.0f}), (codes{0, 0}));
}

TEST(quantization, the_least_and_the_largest_floats_have_codes) {
    const float least = std::numeric_limits<float>::denorm_min();
    EXPECT_EQ(codes_of(operand_type::s8, {least, -least}), (codes{127, -127}));
    const float largest = std::numeric_limits<float>::max();
    EXPECT_EQ(codes_of(operand_type::s4, {-largest, largest / 2}), (codes{-7, 4}));
}

TEST(quantization, one_scale_is_for_all_vectors) {
    const std::vector<std::vector<float>> vectors = {{1, 2}, {}, {-254}};
    EXPECT_EQ(quantization_of(operand_type::s8, vectors).scale, 2);
}

TEST(quantization, the_bias_has_no_say_in_the_scale_of_the_weights) {
    const formats::csc<float> weights = {2, 3, {0, 1, 2, 4}, {0, 1, 0, 1}, {2, -254, 1000, 3}};
    EXPECT_EQ(quantization_of_weights(operand_type::s8, weights).scale, 2);
}

TEST(quantization, a_bias_and_a_sum_have_the_product_of_the_scales) {
    quantization weights, activations;
    weights.scale = 0.5;
    activations.scale = 4;
    EXPECT_EQ(bias_code(6, weights, activations), 3);
    EXPECT_EQ(bias_code(-5, weights, activations), -2) << "-2.5, halves to even";
    EXPECT_EQ(bias_code(1e20f, weights, activations), std::numeric_limits<std::int32_t>::max());
    EXPECT_EQ(bias_code(-1e20f, weights, activations), std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(number_of_sum(-7, weights, activations), -14);
}

}  // namespace
}  // namespace lacuna::layers
