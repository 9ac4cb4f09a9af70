/// Is a product, brought to programs of mma and their operands, still that product, and counted as what it
/// is?
#include "models/sparse_tensor_core/lowering.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/formats/bit_pattern.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/formats/operand_code.h"
#include "tests/sparse_tensor_core/products.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::mma;
using test::parameters_of;

std::uint32_t accumulator_code(formats::accumulator_type type, double value) {
    if (type == formats::accumulator_type::s32)
        return static_cast<std::uint32_t>(static_cast<std::int32_t>(value));
    if (type == formats::accumulator_type::f16)
        return formats::operand_code(formats::operand_type::f16, static_cast<float>(value));
    return formats::bit_pattern_as<std::uint32_t>(static_cast<float>(value));
}

/// D = A x B + C by a plain loop in double.
std::vector<std::uint32_t> multiply(const mma& instruction, const layers::mma_operands& operands,
                                    const std::vector<std::uint32_t>& c) {
    const formats::structured_sparsity& sparsity = formats::sparsity_of(instruction.a);
    const int kept = instruction.kept_columns();
    const int groups = instruction.k / sparsity.group;
    std::vector<std::uint32_t> d(c.size());
    for (int row = 0; row < mma::m; ++row) {
        for (int column = 0; column < mma::n; ++column) {
            const auto at = static_cast<std::size_t>(row * mma::n + column);
            double sum = formats::accumulator_value(instruction.accumulator, c[at]);
            for (int i = 0; i < kept; ++i) {
                int k = i;
                if (instruction.sparse) {
                    const int group = i / sparsity.kept;
                    const auto nibble = operands.metadata[static_cast<std::size_t>(row * groups + group)];
                    EXPECT_TRUE(formats::is_legal_nibble(instruction.a, nibble));
                    k = group * sparsity.group +
                        formats::kept_offset(instruction.a, nibble, i % sparsity.kept);
                }
                sum += double{formats::operand_value(instruction.a,
                                                     operands.a[static_cast<std::size_t>(row * kept + i)])} *
                       double{formats::operand_value(
                           instruction.b, operands.b[static_cast<std::size_t>(k * mma::n + column)])};
            }
            d[at] = accumulator_code(instruction.accumulator, sum);
        }
    }
    return d;
}

/// Runs the program, warp after warp.
void execute(const sm_program& program, chain_values& values) {
    const auto& instruction = std::get<mma>(program.instruction);
    for (std::uint32_t warp = 0; warp < program.warps.size(); ++warp) {
        std::vector<std::vector<std::uint32_t>> d(64);
        std::uint64_t index = 0;
        for (const warp_loop& loop : program.warps[warp].loops) {
            for (const std::uint64_t end = index + loop.iterations; index < end; ++index) {
                for (std::uint32_t chain = 0; chain < loop.chains; ++chain) {
                    if (!values.are_computed(warp, chain, index)) continue;
                    if (const auto* c = values.start(warp, chain, index)) d[chain] = *c;
                    d[chain] = multiply(instruction, values.operands(warp, chain, index), d[chain]);
                    values.finish(warp, chain, index, d[chain]);
                }
            }
        }
    }
}

TEST(lowering, a_lowered_product_is_the_matrix_product) {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const char* types[] = {"f16", "bf16", "tf32", "s8", "s4"};
        parameters p = parameters_of(types[seed % 5]);
        p.accumulator = p.type == "f16" && random(0, 1) ? "f16" : "f32";
        p.instruction_k = random(0, 1) ? "large" : "small";
        p.warps = random(1, 9);
        p.chains = random(1, 3);
        const bool sparse = random(0, 1) == 1;
        p.on_violation = "dense";
        p.instructions = sparse ? "mma.sp" : "mma";
        const auto inputs = static_cast<std::uint32_t>(sparse ? 8 * random(1, 12) : random(1, 90));
        const int largest = p.type == "s8" ? 127 : p.type == "s4" ? 7 : 3;
        const layers::product product =
            test::random_product(random, p.computes().type, static_cast<std::uint32_t>(random(1, 40)), inputs,
                                 static_cast<std::uint32_t>(random(1, 20)), largest, sparse);
        const lowered_product lowered = lower(product, p);
        EXPECT_EQ(lowered.instruction(), p.instruction_for(sparse));
        EXPECT_FALSE(lowered.program.starts_cold);
        execute(lowered.program, *lowered.values);
        EXPECT_EQ(lowered.values->outputs(), test::plain_product(product));
    }
}

TEST(lowering, weights_that_are_pruned_are_multiplied_as_pruned) {
    formats::random_source random(5);
    parameters p;
    p.on_violation = "prune";
    layers::product product = test::random_product(random, formats::operand_type::f16, 20, 24, 3, 3, false);
    const lowered_product lowered = lower(product, p);
    EXPECT_TRUE(lowered.instruction().sparse);
    execute(lowered.program, *lowered.values);
    product.weights = layers::affine_weights(*stored_weights(product.weights, p));
    EXPECT_EQ(lowered.values->outputs(), test::plain_product(product));
}

TEST(lowering, integers_stand_for_reals_by_their_scales) {
    const layers::product product{
        test::weights_of({{254, 0, -129, 0, 1001}}),  // scale 2: 127, -64 (of -64.5)
        {{63.5f, 1, 38.25f, 1}},                      // scale 0.5: 127, 2, 76 (of 76.5), 2
        layers::activation_function::none};
    const lowered_product lowered = lower(product, parameters_of("s8"));
    execute(lowered.program, *lowered.values);
    EXPECT_EQ(lowered.values->outputs(), (layers::outputs{{127 * 127 - 64 * 76 + 1001}}));
}

TEST(lowering, a_sum_begins_with_the_bias_and_goes_on_from_there) {
    const layers::product product{test::weights_of({std::vector<float>(65, 2.0f), std::vector<float>(65)}),
                                  {std::vector<float>(64)},
                                  layers::activation_function::none};
    parameters p;
    p.instructions = "mma";
    const lowered_product lowered = lower(product, p);
    const auto* c = lowered.values->start(0, 0, 0);
    ASSERT_NE(c, nullptr);
    for (std::size_t i = 0; i < 128; ++i)
        EXPECT_EQ((*c)[i], i < 8 ? formats::bit_pattern_as<std::uint32_t>(2.0f) : 0u) << i;
    for (std::uint64_t index = 1; index < 4; ++index) EXPECT_EQ(lowered.values->start(0, 0, index), nullptr);
}

TEST(lowering, an_output_is_never_a_negative_zero) {
    for (const char* type : {"f16", "s8"}) {
        const layers::product product{test::weights_of({{1, 0, 0, 0, -0.0f}, {-1, 0, 0, 0, 0}}),
                                      {{0, 0, 0, 0}},
                                      layers::activation_function::none};
        lowered_product lowered = lower(product, parameters_of(type));
        std::vector<std::uint32_t> d(128, type[0] == 'f' ? 0x80000000u : 0u);
        lowered.values->finish(0, 0, 0, d);
        for (const float output : lowered.values->outputs()[0]) EXPECT_FALSE(std::signbit(output));
    }
}

TEST(lowering, macs_fillers_balance_and_bytes_follow_from_the_shape) {
    formats::random_source random(1);
    const layers::product product =
        test::random_product(random, formats::operand_type::f16, 20, 40, 9, 3, true);
    parameters p;
    outcome sparse;
    fill_outcome(lower(product, p), p, sparse);
    // 2 x 2 tiles of 2 instructions of 16 x 8 x 16 products, on sub-cores 0 and 1 of 4
    EXPECT_EQ(sparse.committed_macs, 20u * 20 * 9);
    EXPECT_EQ(sparse.committed_macs + sparse.fillers, 8u * 2048);
    EXPECT_EQ(sparse.load_balance, 0.5);
    EXPECT_EQ(sparse.mac_units, 1024u);
    EXPECT_EQ(sparse.bytes.dense, 1600u);
    EXPECT_EQ(sparse.bytes.values, 800u);
    EXPECT_EQ(sparse.bytes.indices, 20u * 3 * 2);  // three words of 16 bits a row
    EXPECT_EQ(sparse.violation, "");
    EXPECT_TRUE(sparse.notes.empty());

    p.instructions = "mma";
    p.warps = 3;
    p.chains = 1;
    outcome dense;
    fill_outcome(lower(product, p), p, dense);
    // 4 tiles of 3 instructions: sub-core 0 has two of them
    EXPECT_EQ(dense.committed_macs, 20u * 40 * 9);
    EXPECT_EQ(dense.committed_macs + dense.fillers, 12u * 2048);
    EXPECT_EQ(dense.load_balance, 0.5);
    EXPECT_EQ(dense.bytes.values, 1600u);
    EXPECT_EQ(dense.bytes.indices, 0u);

    fill_outcome(lower(product, p), p, dense);  // another product of the same layer
    EXPECT_EQ(dense.committed_macs, 2u * 20 * 40 * 9);
    EXPECT_EQ(dense.load_balance, 0.5);
    EXPECT_EQ(dense.bytes.dense, 3200u);
}

TEST(lowering, what_was_done_about_a_violation_is_in_the_outcome) {
    const layers::product product{test::weights_of({{3, 2, 1, 0, 0}}), {{1, 1, 1, 1}}, {}};
    parameters p;
    p.on_violation = "prune";
    outcome pruned;
    fill_outcome(lower(product, p), p, pruned);
    EXPECT_EQ(pruned.violation, "prune");
    EXPECT_DOUBLE_EQ(pruned.magnitude_after / pruned.magnitude_before, 5.0 / 6);
    EXPECT_EQ(pruned.notes.size(), 1u);
    p.on_violation = "dense";
    outcome dense;
    fill_outcome(lower(product, p), p, dense);
    EXPECT_EQ(dense.violation, "dense");
    EXPECT_EQ(dense.magnitude_after, dense.magnitude_before);
    EXPECT_EQ(dense.notes.size(), 1u);
}

layers::instruction_stream stream_of(const std::string& name) {
    return {layers::instruction_named(name), 6, 3, 5, 7};
}

TEST(lowering, the_warps_of_a_stream_run_one_loop_each) {
    const parameters p;
    const layers::instruction_stream stream = stream_of("mma.sp.m16n8k16.f32.f16.f16.f32");
    const sm_program program = program_of(stream, p);
    EXPECT_TRUE(program.starts_cold);
    ASSERT_EQ(program.warps.size(), 6u);
    for (const warp_program& warp : program.warps) {
        ASSERT_EQ(warp.loops.size(), 1u);
        EXPECT_EQ(warp.loops[0].iterations, 5u);
        EXPECT_EQ(warp.loops[0].chains, 3u);
    }
    EXPECT_EQ(mma_instructions(program, p), (std::vector<std::uint64_t>{30, 30, 15, 15}));

    outcome result;
    fill_outcome(stream, program, p, result);
    EXPECT_EQ(result.committed_macs, 90u * 1024);
    EXPECT_EQ(result.fillers, 0u);
    EXPECT_EQ(result.load_balance, 0.75);
    EXPECT_EQ(result.bytes.dense, 18u * 512);
    EXPECT_EQ(result.bytes.values, 18u * 256);
    EXPECT_EQ(result.bytes.indices, 18u * 32);
}

TEST(lowering, loads_have_phases_for_every_chain_and_no_products) {
    const parameters p;
    const layers::instruction_stream stream = stream_of("ldmatrix.x4");
    const sm_program program = program_of(stream, p);
    EXPECT_EQ(program.phases, std::vector<std::uint32_t>(18, 4));
    EXPECT_EQ(program.ilp, 3u);
    outcome result;
    fill_outcome(stream, program, p, result);
    EXPECT_EQ(result.committed_macs, 0u);
    EXPECT_FALSE(result.load_balance);
    EXPECT_EQ(result.bytes.dense, 0u);
}

TEST(lowering, a_stream_leaves_the_last_registers_of_its_checked_chains) {
    for (const char* name : {"mma.sp.m16n8k64.s32.s8.u8.s32", "mma.m16n8k32.s32.s4.s4.s32"}) {
        SCOPED_TRACE(name);
        const layers::instruction_stream stream = stream_of(name);
        stream_values values(stream);
        execute(program_of(stream, parameters()), values);
        const std::vector<std::uint32_t> chains = layers::checked_chains(stream);
        ASSERT_EQ(values.registers().size(), chains.size());
        const auto& instruction = std::get<mma>(stream.instruction);
        for (std::size_t i = 0; i < chains.size(); ++i) {
            const layers::mma_operands operands = layers::operands_of(stream, chains[i]);
            std::vector<std::uint32_t> d(128);
            for (std::uint64_t n = 0; n < stream.iterations; ++n) d = multiply(instruction, operands, d);
            EXPECT_EQ(values.registers()[i], d);
        }
    }
}

TEST(lowering, only_checked_chains_of_a_stream_are_computed) {
    layers::instruction_stream stream = stream_of("mma.m16n8k8.f32.tf32.tf32.f32");
    stream.iterations = 4000;
    const stream_values values(stream);
    const std::vector<std::uint32_t> checked = layers::checked_chains(stream);
    ASSERT_LT(checked.size(), stream.chains());
    std::vector<std::uint32_t> computed;
    for (std::uint32_t chain = 0; chain < stream.chains(); ++chain)
        if (values.are_computed(chain / stream.ilp, chain % stream.ilp, 0)) computed.push_back(chain);
    EXPECT_EQ(computed, checked);
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
