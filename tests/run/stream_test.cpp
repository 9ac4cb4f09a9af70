/// Does an instruction stream become a row with the figures that it has, checked, and only where it can run?
#include <gtest/gtest.h>

#include "sim/formats/operand_code.h"
#include "sim/run/engine_comparison.h"
#include "sim/run/runner.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"
#include "tests/run/toy_model.h"

namespace lacuna::run::test {
namespace {

void spoil_nothing(const layers::workload&, outcome&) {}

layers::layer stream_layer(const std::string& instruction, std::uint32_t warps, std::uint32_t ilp,
                           std::uint64_t iterations) {
    layers::layer layer;
    layer.name = "stream";
    layer.where = "stream.yaml:1";
    layer.stream =
        layers::instruction_stream{layers::instruction_named(instruction), warps, ilp, iterations, 0};
    return layer;
}

std::unique_ptr<runner> runner_of(std::vector<layers::layer> layers, mishap spoil = spoil_nothing) {
    std::vector<experiment> all;
    all.push_back(toy_experiment(std::move(spoil)));
    all.front().layers = std::move(layers);
    return std::make_unique<runner>(std::move(all), options());
}

/// The row of one stream on the toy, which takes 10 cycles whatever it does. Its counters have no names.
reports::row row_of(const layers::layer& layer) {
    reports::row row = runner_of({layer})->run(0).rows.at(0);
    row.measured->totals.clear();  // they refer to what the runner holds
    return row;
}

TEST(stream_runs, a_row_has_the_loop_and_its_speed) {
    layers::layer layer = stream_layer("mma.sp.m16n8k32.f32.f16.f16.f32", 2, 3, 4);
    layer.reference = {0.5, 24.7, std::nullopt, "Table 6"};
    const reports::row row = row_of(layer);
    EXPECT_EQ(row.batch, 1u);
    EXPECT_EQ(row.pattern, "as_is");
    EXPECT_EQ(row.reference_time_us, 0.5);
    EXPECT_EQ(row.reference_cycles_per_iteration, 24.7);
    EXPECT_FALSE(row.reference_bytes_per_cycle);
    EXPECT_EQ(row.reference_source, "Table 6");
    const reports::figures& f = *row.measured;
    ASSERT_TRUE(f.stream);
    EXPECT_EQ(f.stream->instruction, "mma.sp.m16n8k32.f32.f16.f16.f32");
    EXPECT_EQ(f.stream->warps, 2u);
    EXPECT_EQ(f.stream->ilp, 3u);
    EXPECT_EQ(f.stream->iterations, 4u);
    EXPECT_EQ(f.stream->cycles_per_iteration, 2.5);
    EXPECT_EQ(f.stream->macs_per_cycle, 24 * 4096 / 10.0) << "as if A were dense";
    EXPECT_FALSE(f.stream->bytes_per_cycle);
    EXPECT_EQ(f.macs_dense, 24u * 4096);
    EXPECT_EQ(f.utilization, 0.75);
    EXPECT_EQ(f.check, "exact");
    EXPECT_FALSE(f.from_float);
}

TEST(stream_runs, effectual_macs_and_densities_are_counted_over_every_chain) {
    const layers::layer layer = stream_layer("mma.sp.m16n8k64.s32.u4.s4.s32", 3, 2, 5);  // zeros are 1 in 16
    const auto& instruction = std::get<formats::mma>(layer.stream->instruction);
    std::uint64_t effectual = 0, a_nonzero = 0, b_nonzero = 0;
    for (std::uint32_t chain = 0; chain < 6; ++chain) {
        const layers::mma_operands operands = layers::operands_of(*layer.stream, chain);
        for (const std::uint32_t code : operands.a)
            a_nonzero += formats::operand_value(instruction.a, code) != 0;
        for (const std::uint32_t code : operands.b)
            b_nonzero += formats::operand_value(instruction.b, code) != 0;
        for (std::size_t i = 0; i < 16; ++i) {
            const std::vector<int> rows = multiplied_rows(instruction, operands, static_cast<int>(i));
            for (std::size_t c = 0; c < 32; ++c) {
                for (std::size_t j = 0; j < 8; ++j)
                    effectual += (operands.a[i * 32 + c] & 15) != 0 &&
                                 (operands.b[static_cast<std::size_t>(rows[c]) * 8 + j] & 15) != 0;
            }
        }
    }
    const reports::figures f = *row_of(layer).measured;
    EXPECT_EQ(f.macs_effectual, 5 * effectual);
    EXPECT_EQ(f.density_weights, static_cast<double>(a_nonzero) / (6 * 16 * 64));
    EXPECT_EQ(f.density_activations, static_cast<double>(b_nonzero) / (6 * 64 * 8));
    EXPECT_LT(f.density_weights, 0.5);
    EXPECT_LT(f.macs_effectual, f.macs_dense / 2);
}

TEST(stream_runs, loads_have_bytes_and_no_products) {
    layers::layer layer = stream_layer("ldmatrix.x4", 4, 2, 10);
    layer.reference = {std::nullopt, std::nullopt, 127.5, "Table 9"};
    const reports::row row = row_of(layer);
    EXPECT_EQ(row.reference_bytes_per_cycle, 127.5);
    const reports::figures& f = *row.measured;
    EXPECT_EQ(f.stream->cycles_per_iteration, 1);
    EXPECT_EQ(f.stream->bytes_per_cycle, 80 * 512 / 10.0);
    EXPECT_FALSE(f.stream->macs_per_cycle);
    EXPECT_EQ(f.macs_dense, 0u);
    EXPECT_EQ(f.macs_effectual, 0u);
    EXPECT_EQ(f.density_weights, 0);
    EXPECT_EQ(f.density_activations, 0);
    EXPECT_EQ(f.check, "exact");
}

TEST(stream_runs, a_stream_of_which_some_chains_are_checked_says_so) {
    EXPECT_EQ(row_of(stream_layer("mma.m16n8k16.s32.s8.s8.s32", 2, 1, 4096)).measured->check, "exact");
    EXPECT_EQ(row_of(stream_layer("mma.m16n8k16.s32.s8.s8.s32", 3, 1, 4096)).measured->check, "sampled");
}

TEST(stream_runs, streams_and_other_layers_stand_beside_each_other) {
    const auto runner = runner_of(
        {toy_layer("before", 6, 4), stream_layer("ldmatrix.x1", 1, 1, 1), toy_layer("after", 6, 4)});
    const reports::result result = runner->run(0);
    ASSERT_EQ(result.rows.size(), 3u);
    for (const reports::row& row : result.rows) EXPECT_EQ(row.status, "ok");
    EXPECT_FALSE(result.rows[0].measured->stream);
    EXPECT_TRUE(result.rows[1].measured->stream);
    EXPECT_FALSE(result.rows[2].measured->stream);
}

TEST(stream_runs, a_wrong_register_is_no_result) {
    const auto runner =
        runner_of({stream_layer("mma.m16n8k16.s32.s8.s8.s32", 1, 1, 1)},
                  [](const layers::workload&, outcome& done) { done.registers[0][127] ^= 1; });
    try {
        runner->run(0);
        ADD_FAILURE() << "nothing was wrong";
    } catch (const wrong_product& error) {
        EXPECT_EQ(std::string(error.what()).substr(0, 40), "stream on box: D[15][7] of chain 0 is 0x");
    }
}

TEST(stream_runs, a_stream_that_does_not_fit_is_a_row_without_figures) {
    const auto runner =
        runner_of({stream_layer("ldmatrix.x1", 100, 1, 1)}, [](const layers::workload&, outcome&) -> void {
            throw does_not_fit("100 warps are more than the 64 of an SM.");
        });
    const reports::row row = runner->run(0).rows.at(0);
    EXPECT_EQ(row.status, "does_not_fit");
    EXPECT_FALSE(row.measured);
}

TEST(violations, what_was_done_about_them_and_what_it_kept_reach_the_row) {
    const auto runner = runner_of({toy_layer("fc", 6, 4)}, [](const layers::workload&, outcome& done) {
        done.violation = "prune";
        done.magnitude_before = 3;
        done.magnitude_after = 1.5;
    });
    const reports::row row = runner->run(0).rows.at(0);
    const reports::row without = runner_of({toy_layer("fc", 6, 4)})->run(0).rows.at(0);
    EXPECT_EQ(row.measured->violation, "prune");
    EXPECT_EQ(without.measured->violation, "");
    EXPECT_LT(without.magnitude_kept, 1) << "the toy's layer is pruned";
    EXPECT_EQ(row.magnitude_kept, *without.magnitude_kept / 2);
}

TEST(violations, the_engines_must_agree_about_them) {
    const auto runner = runner_of({toy_layer("fc", 6, 4)});
    const reports::row row = runner->run(0).rows.at(0);
    reports::row other = row;
    EXPECT_EQ(first_difference(row, other), "");
    other.engine = "transaction";
    other.measured->violation = "dense";
    EXPECT_EQ(first_difference(row, other), "violation: none by clocked, dense by transaction");
    other = row;
    other.engine = "transaction";
    other.magnitude_kept = 0.25;
    EXPECT_EQ(first_difference(row, other).substr(0, 15), "magnitude_kept:");
}

class stream_config : public testing::Test {
  protected:
    stream_config() {
        folder.write("s.yaml",
                     "layer: s\nkind: instruction_stream\ninstruction: ldmatrix.x1\nwarps: 1\nilp: 1\n"
                     "iterations: 1\n");
    }
    std::string refusal(const std::string& more) const {
        const auto file =
            folder.write("c.yaml", "name: x\naccelerators: {big: {model: eie}}\nlayers: [s.yaml]\n" + more);
        return folder.shortened(config::sentence_of([&] { read_experiment(file, {}); }));
    }
    lacuna::test::scratch_folder folder;
};

TEST_F(stream_config, an_accelerator_that_executes_no_instructions_is_refused) {
    EXPECT_EQ(refusal(""),
              "s.yaml:1: layer 's' is an instruction stream, which big cannot run: it executes no "
              "instructions.");
}

TEST_F(stream_config, a_pattern_has_nothing_to_prune_there) {
    EXPECT_EQ(refusal("patterns:\n- as_is\n- {unstructured: {density: 0.5}}\n"),
              "c.yaml:6: the pattern unstructured 0.5 cannot be put on layer 's', which is an instruction "
              "stream and runs as_is alone.");
    EXPECT_EQ(refusal("patterns: [dense]\n"),
              "c.yaml:4: the pattern dense cannot be put on layer 's', which is an instruction stream and "
              "runs as_is alone.");
}

}  // namespace
}  // namespace lacuna::run::test
