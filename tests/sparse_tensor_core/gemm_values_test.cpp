/// Are the outputs of computed tiles what the reference gives, of products and of drawn GEMMs, in slices or
/// not?
#include "models/sparse_tensor_core/gemm/gemm_values.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/sparse_tensor_core/multiply_accumulate.h"
#include "models/sparse_tensor_core/weight_treatment.h"
#include "sim/run/reference_product.h"
#include "sim/run/reference_tile.h"
#include "tests/config/sentence.h"
#include "tests/run/drawn_product.h"
#include "tests/sparse_tensor_core/products.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

using layers::activation_function;
using layers::distribution;

/// What the reference asks an accelerator for.
class holder final : public accelerator {
  public:
    explicit holder(const parameters& p) : p_(p) {}
    outcome run(const layers::workload&) override { return {}; }
    held_weights stored_weights(const layers::affine_weights& weights) const override {
        return sparse_tensor_core::stored_weights(weights, p_);
    }
    std::string multiplier_boxes() const override { return {}; }

  private:
    parameters p_;
};

parameters random_parameters(formats::random_source& random) {
    const char* types[] = {"f16", "f16", "bf16", "tf32", "s8", "s4"};
    const int which = random(0, 5);
    parameters p = parameters_of(types[which]);
    p.accumulator = which == 0 ? "f16" : "f32";
    p.instruction_k = random(0, 1) ? "large" : "small";
    p.instructions = random(0, 3) ? "mma.sp" : "mma";
    p.on_violation = random(0, 3) ? "prune" : "dense";
    return p;
}

layers::sampled_gemm random_gemm(formats::random_source& random, std::uint32_t m, std::uint32_t n,
                                 std::uint32_t k) {
    const distribution values[] = {distribution::normal, distribution::uniform, distribution::half_normal};
    return {m,
            n,
            k,
            {values[random(0, 2)], static_cast<std::uint32_t>(random(0, 1 << 30))},
            {values[random(0, 2)], static_cast<std::uint32_t>(random(0, 1 << 30))},
            random(0, 1) ? activation_function::relu : activation_function::none};
}

std::uint32_t whole_groups(const parameters& p, int groups) {
    return static_cast<std::uint32_t>(groups * formats::sparsity_of(p.computes().type).group);
}

/// Compares with the reference of the same tiles.
void expect_reference(const layers::sampled_gemm& gemm, const parameters& p, gemm_values& values) {
    values.compute();
    formats::tensor_core_arithmetic how = p.computes();
    how.slice_k = values.slice_k();
    const std::vector<layers::output_tile> tiles = values.outputs_of_tiles();
    run::check_places(tiles, gemm.m, gemm.n, "gemm");
    run::check_tiles(tiles, run::reference_tiles(gemm, holder(p), how, tiles).tiles, "gemm");
}

TEST(gemm_values, of_small_drawn_gemms_are_those_of_the_reference) {
    for (std::uint32_t seed = 0; seed < 80; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const parameters p = random_parameters(random);
        const auto k = whole_groups(p, random(1, seed % 10 == 0 ? 1200 : 60));
        const layers::sampled_gemm gemm = random_gemm(random, static_cast<std::uint32_t>(random(1, 40)),
                                                      static_cast<std::uint32_t>(random(1, 20)), k);
        const weight_treatment treatment = treatment_of(gemm, p);
        const std::uint64_t of_slice =
            random(0, 1) ? gemm_values::all_of_k : static_cast<std::uint64_t>(random(1, 20));
        gemm_values values(gemm, p.instruction_for(treatment.sparse), of_slice);
        EXPECT_TRUE(values.are_whole());
        ASSERT_NO_THROW(expect_reference(gemm, p, values));
    }
}

TEST(gemm_values, of_drawn_floats_are_those_of_the_product_that_is_held_whole) {
    for (std::uint32_t seed = 0; seed < 30; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        parameters p = random_parameters(random);
        if (p.type[0] == 's') p.type = "bf16";
        const layers::sampled_gemm gemm =
            random_gemm(random, static_cast<std::uint32_t>(random(1, 40)),
                        static_cast<std::uint32_t>(random(1, 20)), whole_groups(p, random(1, 60)));
        const layers::product product = run::test::whole_product(gemm);
        const auto treatment = treatment_of(product.weights, p);
        ASSERT_EQ(treatment->sparse, treatment_of(gemm, p).sparse);
        const formats::mma instruction = p.instruction_for(treatment->sparse);
        gemm_values drawn(gemm, instruction, 3);
        gemm_values held(product, operands_of(product.weights, *treatment, p), instruction, 3);
        drawn.compute();
        held.compute();
        EXPECT_EQ(drawn.outputs(), held.outputs());
        formats::tensor_core_arithmetic how = p.computes();
        how.slice_k = held.slice_k();
        ASSERT_NO_THROW(run::check_outputs(held.outputs(),
                                           run::reference_product(*stored_weights(product.weights, p),
                                                                  product.activations, product.function, how),
                                           "product"));
    }
}

TEST(gemm_values, of_products_with_a_bias_are_those_of_the_reference) {
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        parameters p = random_parameters(random);
        const layers::product product = random_product(
            random, p.computes().type, static_cast<std::uint32_t>(random(1, 40)),
            whole_groups(p, random(1, 60)), static_cast<std::uint32_t>(random(1, 20)), 7, random(0, 1));
        const auto treatment = treatment_of(product.weights, p);
        gemm_values values(product, operands_of(product.weights, *treatment, p),
                           p.instruction_for(treatment->sparse), static_cast<std::uint64_t>(random(1, 5)));
        values.compute();
        formats::tensor_core_arithmetic how = p.computes();
        how.slice_k = values.slice_k();
        const formats::csc<float> held = *stored_weights(product.weights, p);
        ASSERT_NO_THROW(run::check_outputs(
            values.outputs(), run::reference_product(held, product.activations, product.function, how),
            "product"));
        const std::vector<layers::output_tile> tiles = values.outputs_of_tiles();
        ASSERT_NO_THROW(run::check_tiles(
            tiles, run::reference_tiles(held, product.activations, product.function, how, tiles), "product"));
    }
}

TEST(gemm_values, slices_of_k_are_summed_apart) {
    // 66 values of k are 5 instructions mma of 16, or 9 of 8.
    const auto of = [](const char* k, std::uint64_t of_slice) {
        parameters p;
        p.instruction_k = k;
        return gemm_values({16, 8, 66, {distribution::normal, 1}, {distribution::normal, 2}},
                           p.instruction_for(false), of_slice);
    };
    EXPECT_EQ(of("small", 9).instructions(), 9u);
    EXPECT_EQ(of("large", 5).instructions(), 5u);
    for (const std::uint64_t all : {std::uint64_t{5}, std::uint64_t{6}, gemm_values::all_of_k}) {
        EXPECT_EQ(of("large", all).slices(), 1u);
        EXPECT_EQ(of("large", all).slice_k(), 0u);
    }
    const gemm_values two = of("large", 3);
    EXPECT_EQ(two.slices(), 2u);
    EXPECT_EQ(two.end_of(0), 3u);
    EXPECT_EQ(two.first_of(1), 3u);
    EXPECT_EQ(two.end_of(1), 5u);
    EXPECT_EQ(two.slice_k(), 48u);
    EXPECT_EQ(of("large", 2).slices(), 3u);
    EXPECT_EQ(of("large", 1).slices(), 5u);
}

TEST(gemm_values, slices_are_the_sums_of_their_instructions_by_hand) {
    const layers::sampled_gemm gemm = {
        16, 8, 4500, {distribution::normal, 1}, {distribution::normal, 2}, activation_function::none};
    const formats::mma instruction = parameters().instruction_for(true);
    gemm_values values(gemm, instruction, 47);  // of 141
    ASSERT_EQ(values.slices(), 3u);
    std::vector<float> sums(128);
    for (std::uint64_t slice = 0; slice < 3; ++slice) {
        std::vector<std::uint32_t> d(128, 0);
        for (std::uint64_t i = values.first_of(slice); i < values.end_of(slice); ++i)
            d = multiply_accumulate(instruction, values.operands(0, i), d);
        for (std::size_t i = 0; i < 128; ++i)
            sums[i] = sums[i] + static_cast<float>(formats::accumulator_value(instruction.accumulator, d[i]));
    }
    values.compute();
    EXPECT_EQ(values.outputs_of_tiles().at(0).values, sums);
    gemm_values whole(gemm, instruction);
    whole.compute();
    EXPECT_NE(whole.outputs_of_tiles().at(0).values, sums) << "rounded otherwise";
}

TEST(gemm_values, tiles_and_slices_may_be_finished_in_any_order_and_by_others) {
    const layers::sampled_gemm gemm = {30, 20, 9000, {distribution::normal, 1}, {distribution::normal, 2}};
    const formats::mma instruction = parameters().instruction_for(true);
    gemm_values by_itself(gemm, instruction, 141), by_others(gemm, instruction, 141);  // of 282
    by_itself.compute();
    const std::size_t chains = by_others.tiles().size() * 2;
    ASSERT_EQ(chains, 12u);
    std::vector<std::vector<std::uint32_t>> d;
    for (std::size_t chain = 0; chain < chains; ++chain) d.push_back(by_others.start(chain / 2, chain % 2));
    for (std::uint64_t i = 0; i < by_others.end_of(0); ++i) {  // one instruction of each in turn
        for (std::size_t chain = chains - 1; chain > 0; --chain) {
            const std::uint64_t index = by_others.first_of(chain % 2) + i;
            if (index < by_others.end_of(chain % 2))
                d[chain] = multiply_accumulate(instruction, by_others.operands(chain / 2, index), d[chain]);
        }
    }
    for (std::size_t chain = 1; chain < chains; ++chain) by_others.finish(chain / 2, chain % 2, d[chain]);
    by_others.compute();  // chain 0
    EXPECT_EQ(by_others.outputs(), by_itself.outputs());
}

TEST(gemm_values, of_a_large_gemm_are_those_of_a_sample) {
    parameters p;
    p.on_violation = "prune";
    const layers::sampled_gemm gemm = {
        16380, 16379, 16384, {distribution::normal, 1}, {distribution::normal, 2}, activation_function::none};
    gemm_values values(gemm, p.instruction_for(true));
    EXPECT_FALSE(values.are_whole());
    ASSERT_EQ(values.tiles().size(), 8u);
    ASSERT_NO_THROW(expect_reference(gemm, p, values));
    const layers::output_tile last = values.outputs_of_tiles().back();
    EXPECT_EQ(last.rows, 12u);
    EXPECT_EQ(last.columns, 3u);
}

TEST(gemm_values, of_a_large_product_are_a_sample_unless_all_are_wanted) {
    formats::random_source random(1);
    parameters p = parameters_of("s8");
    p.instructions = "mma";
    const layers::product product = random_product(random, p.computes().type, 16400, 8, 600, 7, false);
    const auto weights = operands_of(product.weights, *treatment_of(product.weights, p), p);
    EXPECT_FALSE(gemm_values(product, weights, p.instruction_for(false)).are_whole());
    EXPECT_TRUE(
        gemm_values(product, weights, p.instruction_for(false), gemm_values::all_of_k, true).are_whole());
}

TEST(drawn_weights, are_treated_as_on_violation_says) {
    const layers::sampled_gemm gemm = {100, 8, 64, {distribution::normal, 1}, {distribution::normal, 2}};
    parameters p;
    EXPECT_EQ(
        config::sentence_of([&] { treatment_of(gemm, p); }),
        "row 0, column 2: one non-zero too many; 2:4 sparsity keeps 2 of the 4 values in columns 0 to 3. "
        "on_violation: dense multiplies such weights by mma, on_violation: prune keeps the largest of each "
        "group.");
    p.on_violation = "dense";
    EXPECT_FALSE(treatment_of(gemm, p).sparse);
    EXPECT_EQ(treatment_of(gemm, p).violation, "dense");
    EXPECT_TRUE(treatment_of(gemm, p).is_magnitude_known);
    p.on_violation = "prune";
    const weight_treatment pruned = treatment_of(gemm, p);
    EXPECT_TRUE(pruned.sparse);
    EXPECT_EQ(pruned.violation, "prune");
    EXPECT_FALSE(pruned.is_magnitude_known);
    EXPECT_EQ(
        pruned.note,
        "Pruned to 2:4 sparsity: each of 1600 groups had more non-zeros than it may keep; what part of their "
        "magnitude was kept is not known, since not all are drawn.");
    p.instructions = "mma";
    EXPECT_FALSE(treatment_of(gemm, p).sparse);
    EXPECT_EQ(treatment_of(gemm, p).violation, "");
}

TEST(drawn_weights, that_make_no_whole_groups_are_refused_or_multiplied_by_mma) {
    const layers::sampled_gemm gemm = {100, 8, 66, {distribution::normal, 1}, {distribution::normal, 2}};
    parameters p;
    p.on_violation = "prune";
    EXPECT_EQ(
        config::sentence_of([&] { treatment_of(gemm, p); }),
        "The weights have 66 columns, but 2:4 sparsity of f16 needs a multiple of 4. on_violation: dense "
        "multiplies such weights by mma.");
    p.on_violation = "dense";
    EXPECT_EQ(treatment_of(gemm, p).note,
              "Multiplied by mma, not mma.sp: The weights have 66 columns, but 2:4 sparsity of f16 needs a "
              "multiple of 4.");
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
