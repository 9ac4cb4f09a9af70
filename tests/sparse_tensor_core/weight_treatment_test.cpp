/// What happens to weights without the structure that mma.sp asks for?
#include "models/sparse_tensor_core/weight_treatment.h"

#include <gtest/gtest.h>

#include "models/sparse_tensor_core/weight_operands.h"
#include "sim/formats/operand_code.h"
#include "sim/formats/operand_value.h"
#include "sim/formats/structured_sparse.h"
#include "tests/config/sentence.h"
#include "tests/sparse_tensor_core/products.h"

namespace lacuna::sparse_tensor_core {
namespace {

using test::parameters_of;
using test::weights_of;

/// One of the four groups has too many; the bias is 9.
layers::affine_weights violating() {
    return weights_of({{0, 1, 0, -2, 0, 0, 0, 0, 9}, {1, 0, 3, -4, 0, 0, 2, 0, 0}});
}

parameters on_violation(const std::string& what) {
    parameters p;
    p.on_violation = what;
    return p;
}

TEST(weight_treatment, weights_with_the_structure_are_multiplied_by_mma_sp) {
    const layers::affine_weights weights = weights_of({{0, 1, 0, -2, 9}});
    for (const char* what : {"error", "dense", "prune"}) {
        const auto treatment = treatment_of(weights, on_violation(what));
        EXPECT_TRUE(treatment->sparse);
        EXPECT_EQ(treatment->violation, "");
        EXPECT_EQ(treatment->note, "");
        EXPECT_EQ(*stored_weights(weights, on_violation(what)), weights.values());
    }
}

TEST(weight_treatment, an_error_names_the_first_violation_and_what_helps) {
    EXPECT_EQ(config::sentence_of([] { treatment_of(violating(), on_violation("error")); }),
              "row 1, column 3: one non-zero too many; 2:4 sparsity keeps 2 of the 4 values in columns 0 to "
              "3. on_violation: dense multiplies such weights by mma, on_violation: prune keeps the largest "
              "of each group.");
}

TEST(weight_treatment, dense_leaves_the_weights_and_says_why) {
    const auto treatment = treatment_of(violating(), on_violation("dense"));
    EXPECT_FALSE(treatment->sparse);
    EXPECT_EQ(treatment->violation, "dense");
    EXPECT_EQ(treatment->magnitude_after, treatment->magnitude_before);
    EXPECT_EQ(
        treatment->note,
        "Multiplied by mma, not mma.sp: row 1, column 3: one non-zero too many; 2:4 sparsity keeps 2 of "
        "the 4 values in columns 0 to 3.");
    EXPECT_EQ(*stored_weights(violating(), on_violation("dense")), violating().values());
}

TEST(weight_treatment, prune_keeps_the_largest_and_says_how_much) {
    const auto treatment = treatment_of(violating(), on_violation("prune"));
    EXPECT_TRUE(treatment->sparse);
    EXPECT_EQ(treatment->violation, "prune");
    EXPECT_DOUBLE_EQ(treatment->magnitude_after / treatment->magnitude_before, 12.0 / 13);
    EXPECT_EQ(treatment->note,
              "Pruned to 2:4 sparsity: 1 of 4 groups had more non-zeros than they may keep; 92.31 % of their "
              "magnitude was kept.");
    EXPECT_EQ(*stored_weights(violating(), on_violation("prune")),
              weights_of({{0, 1, 0, -2, 0, 0, 0, 0, 9}, {0, 0, 3, -4, 0, 0, 2, 0, 0}}).values());
}

TEST(weight_treatment, inputs_that_make_no_whole_groups_are_multiplied_densely_or_refused) {
    const layers::affine_weights weights = weights_of({{0, 1, 0, 0, 0, 0, 9}});
    const std::string refusal =
        "The weights have 6 columns, but 2:4 sparsity of f16 needs a multiple of 4. on_violation: dense "
        "multiplies such weights by mma.";
    EXPECT_EQ(config::sentence_of([&] { treatment_of(weights, on_violation("error")); }), refusal);
    EXPECT_EQ(config::sentence_of([&] { treatment_of(weights, on_violation("prune")); }), refusal);
    EXPECT_EQ(
        treatment_of(weights, on_violation("dense"))->note,
        "Multiplied by mma, not mma.sp: The weights have 6 columns, but 2:4 sparsity of f16 needs a multiple "
        "of 4.");
}

TEST(weight_treatment, mma_asks_for_no_structure) {
    for (const char* what : {"error", "dense", "prune"}) {
        parameters p = on_violation(what);
        p.instructions = "mma";
        const auto treatment = treatment_of(violating(), p);
        EXPECT_FALSE(treatment->sparse);
        EXPECT_EQ(treatment->violation, "");
        EXPECT_EQ(*stored_weights(violating(), p), violating().values());
    }
}

TEST(weight_treatment, each_type_asks_for_its_own_structure) {
    const layers::affine_weights pairs = weights_of({{1, 1, 0, 0, 1, 1, 0, 0, 0}});
    EXPECT_TRUE(treatment_of(pairs, parameters_of("s4"))->sparse);
    EXPECT_TRUE(treatment_of(pairs, parameters_of("s8"))->sparse);
    EXPECT_NE(config::sentence_of([&] {
                  treatment_of(pairs, parameters_of("tf32"));
              }).find("row 0, column 1: one non-zero too many; 1:2 sparsity"),
              std::string::npos);
    const layers::affine_weights scattered = weights_of({{1, 0, 1, 0, 1, 0, 1, 0, 0}});
    EXPECT_TRUE(treatment_of(scattered, parameters_of("tf32"))->sparse);
    EXPECT_NE(config::sentence_of([&] {
                  treatment_of(scattered, parameters_of("s4"));
              }).find("row 0, column 4: one non-zero too many; pairwise 4:8 sparsity"),
              std::string::npos);
}

template <class Value>
float number_of(Value value) {
    return static_cast<float>(value);
}
float number_of(formats::s4 value) {
    return static_cast<float>(static_cast<int>(value));
}

/// Packed operands beside formats::compress() of the operands themselves.
template <class Value, class Convert>
void expect_as_compressed(const std::string& type, std::uint32_t seed, Convert convert) {
    formats::random_source random(seed);
    const parameters p = parameters_of(type);
    const auto inputs = static_cast<std::uint32_t>(8 * random(1, 4));
    layers::product product =
        test::random_product(random, p.computes().type, static_cast<std::uint32_t>(random(1, 20)), inputs, 1,
                             type == "s4" ? 7 : 127, true);
    formats::csc<float> values = product.weights.values();
    for (float& value : values.value)
        if (value == 1) value = random(0, 1) ? 1e-9f : -1e-9f;  // as f16 or an integer a zero
    const layers::affine_weights weights(values);
    const auto packed = operands_of(weights, *treatment_of(weights, p), p);

    auto dense = formats::zeros<Value>(weights.outputs(), inputs);
    for (std::uint32_t column = 0; column < inputs; ++column)
        for (std::uint32_t i = values.column_begin[column]; i < values.column_begin[column + 1]; ++i)
            dense.at(values.row[i], column) = convert(values.value[i]);
    const auto compressed = formats::compress(dense);
    ASSERT_EQ(packed->values.columns(), inputs / 2);
    const std::uint32_t groups = packed->metadata.columns();
    ASSERT_EQ(std::size_t{groups} * weights.outputs(), compressed.metadata.size());
    for (std::uint32_t row = 0; row < weights.outputs(); ++row) {
        for (std::uint32_t i = 0; i < inputs / 2; ++i)
            EXPECT_EQ(formats::operand_value(p.computes().type, packed->values.at(row, i)),
                      number_of(compressed.kept[std::size_t{row} * (inputs / 2) + i]));
        for (std::uint32_t i = 0; i < groups; ++i)
            EXPECT_EQ(packed->metadata.at(row, i), compressed.metadata[std::size_t{row} * groups + i]);
    }
}

TEST(weight_operands, kept_values_and_metadata_are_those_of_compress) {
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        expect_as_compressed<formats::f16>("f16", seed, [](float v) { return formats::f16(v); });
        expect_as_compressed<formats::bf16>("bf16", seed, [](float v) { return formats::bf16(v); });
        expect_as_compressed<formats::tf32>("tf32", seed, [](float v) { return formats::tf32(v); });
        expect_as_compressed<std::int8_t>("s8", seed, [](float v) { return static_cast<std::int8_t>(v); });
        expect_as_compressed<formats::s4>("s4", seed,
                                          [](float v) { return formats::s4(static_cast<int>(v)); });
    }
}

TEST(weight_operands, operands_that_are_the_same_are_kept_once) {
    const layers::affine_weights weights = weights_of({{0, 1, 0, -2, 9}});
    parameters p;
    const auto first = operands_of(weights, *treatment_of(weights, p), p);
    p.warps = 3;
    EXPECT_EQ(operands_of(weights, *treatment_of(weights, p), p), first);
    p.type = "bf16";
    EXPECT_NE(operands_of(weights, *treatment_of(weights, p), p), first);
}

TEST(weight_operands, the_bias_is_no_weight_and_has_no_part_in_the_scale) {
    const layers::affine_weights weights = weights_of({{0, 1.27f, 0, 0, 90}, {0, 0, 0, 0, 0}});
    const parameters p = parameters_of("s8");
    const auto packed = operands_of(weights, *treatment_of(weights, p), p);
    EXPECT_DOUBLE_EQ(packed->coding.quantization.scale, double{1.27f} / 127);
    EXPECT_EQ(packed->bias, (std::vector<float>{90, 0}));
    EXPECT_EQ(packed->columns, 4u);
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
