/// Is the reference right, and is nothing but the reference right?
#include "sim/run/reference_product.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/formats/random_matrix.h"

namespace lacuna::run {
namespace {

using layers::activation_function;

/// y0 = 2 a - 3 b + 0.5, y1 = -1 c - 4, y2 = nothing
layers::product small(std::vector<std::vector<float>> activations, activation_function function) {
    formats::csc<float> weights = {3, 4, {0, 1, 2, 3, 5}, {0, 0, 1, 0, 1}, {2, -3, -1, 0.5f, -4}};
    return {layers::affine_weights(std::move(weights)), std::move(activations), function};
}

layers::outputs reference(const layers::product& product) {
    return reference_product(product.weights.values(), product.activations, product.function);
}

std::string complaint(const layers::outputs& computed, const layers::outputs& expected) {
    try {
        check_outputs(computed, expected, "fc8 on eie");
    } catch (const wrong_product& error) {
        return error.what();
    }
    return "";
}

TEST(reference_product, a_product_small_enough_for_the_head) {
    EXPECT_EQ(reference(small({{1, 1, 1}, {4, 2, -5}}, activation_function::none)),
              (layers::outputs{{-0.5f, -5, 0}, {2.5f, 1, 0}}));
}

TEST(reference_product, relu_makes_negative_outputs_0) {
    EXPECT_EQ(reference(small({{1, 1, 1}, {4, 2, -5}}, activation_function::relu)),
              (layers::outputs{{0, 0, 0}, {2.5f, 1, 0}}));
}

TEST(reference_product, columns_are_added_in_rising_order_and_the_bias_last) {
    // In float32 2^24 + 1 is 2^24: only this order gives 1.
    formats::csc<float> weights = {1, 4, {0, 1, 2, 3, 4}, {0, 0, 0, 0}, {16777216, 1, -16777216, 1}};
    const layers::product product = {layers::affine_weights(weights), {{1, 1, 1}}, activation_function::none};
    EXPECT_EQ(reference(product), (layers::outputs{{1}}));
}

TEST(reference_product, zeros_of_the_activations_are_multiplied_too) {
    formats::csc<float> weights = {1, 2, {0, 1, 1}, {0}, {-1}};
    const layers::product product = {layers::affine_weights(weights), {{0}}, activation_function::none};
    EXPECT_EQ(complaint(reference(product), {{0.0f}}), "") << "0 + (-1 x 0) is 0 and not -0";
}

TEST(reference_product, whole_numbers_give_what_a_dense_double_loop_gives) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        formats::coo<float> matrix = formats::random_matrix<float>(random, 20, 20, -9, 9);
        ++matrix.columns;  // the last one is an empty bias, or a bias where a column was there before
        if (matrix.columns > 1 && random(0, 1) == 1) --matrix.columns;
        const std::uint32_t inputs = matrix.columns - 1;
        std::vector<std::vector<float>> activations(static_cast<std::size_t>(random(1, 3)));
        for (auto& vector : activations) {
            for (std::uint32_t i = 0; i < inputs; ++i)
                vector.push_back(static_cast<float>(random(0, 2) ? random(-9, 9) : 0));
        }
        const auto function = random(0, 1) ? activation_function::relu : activation_function::none;
        std::vector<double> dense(std::size_t{matrix.rows} * matrix.columns);
        for (std::size_t i = 0; i < matrix.row.size(); ++i)
            dense[std::size_t{matrix.row[i]} * matrix.columns + matrix.column[i]] = matrix.value[i];
        const layers::product product = {layers::affine_weights(formats::encode_csc(matrix)), activations,
                                         function};

        layers::outputs expected;
        std::uint64_t macs = 0;
        for (const auto& vector : activations) {
            expected.emplace_back();
            for (std::uint32_t row = 0; row < matrix.rows; ++row) {
                double sum = 0;
                for (std::uint32_t column = 0; column < matrix.columns; ++column) {
                    const double weight = dense[std::size_t{row} * matrix.columns + column];
                    const double activation = column < inputs ? static_cast<double>(vector[column]) : 1.0;
                    sum += weight * activation;
                    macs += weight != 0 && activation != 0;
                }
                if (function == activation_function::relu) sum = std::max(sum, 0.0);
                expected.back().push_back(static_cast<float>(sum));
            }
        }
        EXPECT_EQ(reference(product), expected);
        EXPECT_EQ(effectual_macs(product.weights.values(), product.activations), macs);
    }
}

TEST(effectual_macs, stored_zeros_and_zero_activations_are_none) {
    formats::csc<float> weights = {2, 3, {0, 2, 4, 6}, {0, 1, 0, 1, 0, 1}, {0, 1, 1, 1, 0, 1}};
    const layers::product product = {
        layers::affine_weights(weights), {{1, 0}, {0, 0}}, activation_function::relu};
    EXPECT_EQ(effectual_macs(product.weights.values(), product.activations), 3u)
        << "one weight of column 0, and the bias of row 1 twice";
}

TEST(check_outputs, equal_outputs_pass) {
    EXPECT_EQ(complaint({{1, 2}, {3, 4}}, {{1, 2}, {3, 4}}), "");
    EXPECT_EQ(complaint({}, {}), "");
}

TEST(check_outputs, the_first_wrong_output_is_named) {
    EXPECT_EQ(complaint({{1, 2}, {3, 5}, {9, 9}}, {{1, 2}, {3, 4}, {5, 6}}),
              "fc8 on eie: output 1 of vector 1 is 5, but the reference product gives 4.");
}

TEST(check_outputs, the_last_bit_counts) {
    EXPECT_EQ(complaint({{1.0000001f}}, {{1}}),
              "fc8 on eie: output 0 of vector 0 is 1.0000001, but the reference product gives 1.");
    EXPECT_EQ(complaint({{-0.0f}}, {{0.0f}}),
              "fc8 on eie: output 0 of vector 0 is -0, but the reference product gives 0.");
}

TEST(check_outputs, outputs_that_are_missing_or_too_many_are_named) {
    EXPECT_EQ(complaint({{1}}, {{1}, {2}}), "fc8 on eie: 1 output vectors instead of 2.");
    EXPECT_EQ(complaint({{1, 2}, {3}}, {{1, 2}, {3, 4}}), "fc8 on eie: 1 outputs instead of 2.");
    EXPECT_EQ(complaint({{1, 2, 3}}, {{1, 2}}), "fc8 on eie: 3 outputs instead of 2.");
}

}  // namespace
}  // namespace lacuna::run
