/// Does what is derived from activations, and from a product, go with them?
#include "sim/layers/activation_vectors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "sim/layers/workload.h"

namespace lacuna::layers {
namespace {

using vectors = activation_vectors::vectors;

/// What is derived under one name: the first value, which may be stale.
float first_of(const activation_vectors& of) {
    return *of.derived<float>("first", [&] { return of[0][0]; });
}

TEST(activation_vectors, other_vectors_have_their_own_derivations) {
    activation_vectors all = {{1, 2}, {3, 4}};
    EXPECT_EQ(first_of(all), 1);
    all.replace({{5, 2}, {3, 4}});
    EXPECT_EQ(first_of(all), 5);
    all = {{6}};
    EXPECT_EQ(first_of(all), 6);
    all = vectors{{7}};
    EXPECT_EQ(first_of(all), 7);
}

TEST(activation_vectors, the_same_vectors_to_the_bit_keep_theirs) {
    activation_vectors all = {{0, 2}, {3}};
    const auto kept = all.derived<int>("thing", [] { return 1; });
    const auto again = [&] { return all.derived<int>("thing", [] { return 2; }); };
    all.replace({{0, 2}, {3}});
    EXPECT_EQ(again(), kept);
    all.replace({{-0.0f, 2}, {3}});
    EXPECT_EQ(*again(), 2) << "-0 is not 0";
    all.replace({{-0.0f, 2, 3}});
    EXPECT_EQ(all.size(), 1u);
}

TEST(activation_vectors, of_a_copy_go_their_own_way) {
    activation_vectors all = {{1}};
    EXPECT_EQ(first_of(all), 1);
    activation_vectors copy = all;
    EXPECT_EQ(first_of(copy), 1);
    copy.replace({{2}});
    EXPECT_EQ(first_of(copy), 2);
    EXPECT_EQ(first_of(all), 1);
    all = std::move(copy);
    EXPECT_EQ(first_of(all), 2);
}

affine_weights weights_of(float value) {
    return affine_weights(formats::csc<float>{1, 2, {0, 1, 1}, {0}, {value}});
}

/// Under one name: the only weight x the only activation, with the function applied.
float output_of(const product& of) {
    return *of.derived<float>("output", [&] {
        const float sum = of.weights.values().value[0] * of.activations[0][0];
        return of.function == activation_function::relu ? std::max(sum, 0.0f) : sum;
    });
}

TEST(product, derives_anew_where_weights_activations_or_function_are_others) {
    product of{weights_of(-2), {{3}}, activation_function::none};
    EXPECT_EQ(output_of(of), -6);
    of.function = activation_function::relu;
    EXPECT_EQ(output_of(of), 0);
    of.weights = weights_of(2);
    EXPECT_EQ(output_of(of), 6);
    of.activations = {{4}};
    EXPECT_EQ(output_of(of), 8);
    const affine_weights before = of.weights;
    of.weights = weights_of(3);
    EXPECT_EQ(output_of(of), 12);
    of.weights = before;
    EXPECT_EQ(output_of(of), 8);
    std::swap(of.weights, *std::make_unique<affine_weights>(weights_of(5)));
    EXPECT_EQ(output_of(of), 20);
}

TEST(product, what_weights_were_moved_from_has_another_number) {
    affine_weights from = weights_of(1);
    const std::uint64_t number = from.number();
    const affine_weights to = std::move(from);
    EXPECT_EQ(to.number(), number);
    EXPECT_NE(from.number(), number);
    EXPECT_NE(weights_of(1).number(), weights_of(1).number());
}

}  // namespace
}  // namespace lacuna::layers
