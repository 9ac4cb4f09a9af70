/// Is the reference of a tensor core what its definition gives by hand?
#include <gtest/gtest.h>

#include <cmath>

#include "sim/run/deviation.h"
#include "sim/run/reference_product.h"

namespace lacuna::run {
namespace {

using formats::accumulator_type;
using formats::operand_type;
using formats::tensor_core_arithmetic;
using layers::activation_function;

constexpr tensor_core_arithmetic f16_to_f32 = {operand_type::f16, accumulator_type::f32, true};
constexpr tensor_core_arithmetic f16_to_f16 = {operand_type::f16, accumulator_type::f16, true};
constexpr tensor_core_arithmetic s8_to_s32 = {operand_type::s8, accumulator_type::s32, true};

tensor_core_arithmetic dense(tensor_core_arithmetic how) {
    how.drops_zeros = false;
    return how;
}

/// Of rows that end with the bias.
formats::csc<float> weights(const std::vector<std::vector<float>>& rows) {
    formats::coo<float> matrix;
    matrix.rows = static_cast<std::uint32_t>(rows.size());
    matrix.columns = static_cast<std::uint32_t>(rows.front().size());
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        for (std::uint32_t column = 0; column < matrix.columns; ++column) {
            if (rows[row][column] == 0) continue;
            matrix.row.push_back(row);
            matrix.column.push_back(column);
            matrix.value.push_back(rows[row][column]);
        }
    }
    return formats::encode_csc(matrix);
}

layers::outputs product(const std::vector<std::vector<float>>& rows,
                        const std::vector<std::vector<float>>& activations, const tensor_core_arithmetic& how,
                        activation_function function = activation_function::none) {
    return reference_product(weights(rows), activations, function, how);
}

/// The output of one row and one vector.
float sum(const std::vector<float>& row, const std::vector<float>& activations,
          const tensor_core_arithmetic& how) {
    return product({row}, {activations}, how).front().front();
}

TEST(reference_product_tensor_core, a_product_small_enough_for_the_head) {
    const std::vector<std::vector<float>> rows = {{2, -3, 0, 0, 0.5f}, {0, 0, 0, -1, -4}, {0, 0, 0, 0, 0}};
    for (const tensor_core_arithmetic& how : {f16_to_f32, f16_to_f16, dense(f16_to_f32)}) {
        EXPECT_EQ(product(rows, {{1, 1, 9, 1}, {4, 2, 9, -5}}, how),
                  (layers::outputs{{-0.5f, -5, 0}, {2.5f, 1, 0}}));
        EXPECT_EQ(product(rows, {{1, 1, 9, 1}}, how, activation_function::relu),
                  (layers::outputs{{0, 0, 0}}));
    }
}

TEST(reference_product_tensor_core, operands_are_rounded_to_their_type_and_products_are_not) {
    // 2049 is 2048 in f16 and bf16, and itself in tf32; 2049 x 2049 would not be an f16, 2048 x 3 + 1 is
    // none.
    EXPECT_EQ(sum({2049, 0}, {3}, f16_to_f32), 6144);
    EXPECT_EQ(sum({3, 0}, {2049}, f16_to_f32), 6144);
    EXPECT_EQ(sum({2047, 0}, {2047}, f16_to_f32), 2047 * 2047);
    EXPECT_EQ(sum({257, 0}, {3}, {operand_type::bf16, accumulator_type::f32, true}), 768);
    EXPECT_EQ(sum({2049, 0}, {3}, {operand_type::tf32, accumulator_type::f32, true}), 6150)
        << "halves away from zero";
}

TEST(reference_product_tensor_core, the_bias_is_the_first_accumulator) {
    EXPECT_EQ(sum({0, 0.1f}, {1}, f16_to_f32), 0.1f);
    EXPECT_EQ(sum({0, 0.1f}, {1}, f16_to_f16), 0x1.998p-4f);
    // Beside 2^24 in one add 1 counts; added last it would be lost in the half of two.
    EXPECT_EQ(sum({1, 16777216}, {1}, f16_to_f32), 16777216);
    EXPECT_EQ(sum({1, 1, 16777216}, {1, 1}, f16_to_f32), 16777218);
}

TEST(reference_product_tensor_core, integers_stand_for_reals_by_a_scale_of_each_operand) {
    // Scales 1 and 2: weights 127, -3, 2.5 -> 2; activations 254, 5, 7 -> 127, 2.5 -> 2, 3.5 -> 4; bias 5 / 2
    // -> 2.
    EXPECT_EQ(sum({127, -3, 2.5f, 5}, {254, 5, 7}, s8_to_s32), (127 * 127 - 3 * 2 + 2 * 4 + 2) * 2);
    // Of s4 the largest code is 7.
    EXPECT_EQ(sum({7, -3, 2.5f, 5}, {14, 5, 7}, {operand_type::s4, accumulator_type::s32, true}),
              (7 * 7 - 3 * 2 + 2 * 4 + 2) * 2);
}

TEST(reference_product_tensor_core, one_scale_is_for_all_rows_and_one_for_all_vectors_the_bias_apart) {
    const layers::outputs expected = {{127 * 127 * 2, 254}, {127 * 2, 2}};
    EXPECT_EQ(product({{127, 0}, {1, 0}}, {{254}, {2.4f}}, s8_to_s32), expected);
    EXPECT_EQ(sum({127, 10000}, {254}, s8_to_s32), 127 * 127 * 2 + 10000);
    EXPECT_EQ(sum({0, 0, 12.4f}, {0, 0}, s8_to_s32), 12) << "scales of 1 where all are 0";
    EXPECT_EQ(sum({127, 1e20f}, {-127}, s8_to_s32), 2147483647.0f - 127 * 127) << "the bias saturates";
}

TEST(reference_product_tensor_core, zeros_are_dropped_where_the_weights_have_the_structure) {
    // 1 + 2^-24 + 2^-24: both small products count where they share a block of 8.
    std::vector<float> row(17, 0.0f);
    row[0] = row[8] = 0x1p-12f;
    row[16] = 1;
    const std::vector<float> activations(16, 0x1p-12f);
    EXPECT_EQ(sum(row, activations, f16_to_f32), 1 + 0x1p-23f);
    EXPECT_EQ(sum(row, activations, dense(f16_to_f32)), 1);

    std::vector<float> three_of_four(17, 0.0f);
    three_of_four[1] = three_of_four[2] = three_of_four[3] = 1;
    EXPECT_EQ(product({row, three_of_four}, {activations}, f16_to_f32).front().front(), 1)
        << "one row without the structure, and the whole matrix is multiplied by mma";
    // The bias is no part of a group.
    EXPECT_EQ(sum({0, 0, 3, 2, 5}, {9, 9, 1, 1}, f16_to_f32), 10);
}

TEST(reference_product_tensor_core, a_zero_that_fills_a_group_is_multiplied_and_others_are_not) {
    const auto infinite_at = [](std::size_t place) {
        std::vector<float> activations(4, 1.0f);
        activations[place] = 70000;  // infinite as f16
        return activations;
    };
    const std::vector<float> row = {1, 0, 0, 0, 0};  // keeps columns 0 and 3
    EXPECT_EQ(sum(row, infinite_at(1), f16_to_f32), 1);
    EXPECT_EQ(sum(row, infinite_at(2), f16_to_f32), 1);
    EXPECT_TRUE(std::isnan(sum(row, infinite_at(3), f16_to_f32)));
    EXPECT_TRUE(std::isnan(sum(row, infinite_at(1), dense(f16_to_f32))));
    EXPECT_TRUE(
        std::isnan(product({row}, {infinite_at(3)}, f16_to_f32, activation_function::relu).front().front()));
}

TEST(reference_product_tensor_core, an_output_is_never_minus_0) {
    for (const activation_function function : {activation_function::none, activation_function::relu}) {
        for (const std::vector<float>& row : {std::vector<float>{-0x1p-15f, 0}, {0, -0.0f}, {0, -0x1p-30f}}) {
            const float output = product({row}, {{0x1p-15f}}, f16_to_f16, function).front().front();
            EXPECT_EQ(output, 0);
            EXPECT_FALSE(std::signbit(output));
        }
    }
}

TEST(reference_product_tensor_core, inputs_need_not_fill_a_group) {
    EXPECT_EQ(sum({1, 0, 0, 2, 4, 8, 0.5f}, {1, 2, 4, 8, 16, 32}, f16_to_f32), 1 + 16 + 64 + 256 + 0.5f);
    EXPECT_EQ(sum({1, 0, 3, 0.5f}, {1, 2, 4}, {operand_type::tf32, accumulator_type::f32, true}), 13.5f);
    EXPECT_EQ(sum({0.5f}, {}, f16_to_f32), 0.5f);
}

TEST(reference_product_tensor_core, either_arithmetic_of_an_accelerator_is_understood) {
    const formats::csc<float> one = weights({{2049, 0}});
    EXPECT_EQ(reference_product(one, {{1}}, activation_function::none, numerics(f16_to_f32)),
              (layers::outputs{{2048}}));
    EXPECT_EQ(reference_product(one, {{1}}, activation_function::none, numerics(formats::arithmetic())),
              (layers::outputs{{2049}}));
    EXPECT_TRUE(deviates(f16_to_f32));
    EXPECT_TRUE(deviates(formats::arithmetic(formats::fixed_point_arithmetic{})));
    EXPECT_FALSE(deviates(formats::arithmetic()));
}

}  // namespace
}  // namespace lacuna::run
