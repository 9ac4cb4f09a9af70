/// Does a GEMM of which some tiles were computed become a row that says so, and only where it can run?
#include <gtest/gtest.h>

#include "sim/reports/json.h"
#include "sim/run/engine_comparison.h"
#include "sim/run/runner.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"
#include "tests/run/toy_model.h"

namespace lacuna::run::test {
namespace {

constexpr formats::tensor_core_arithmetic f16_to_f32 = {formats::operand_type::f16,
                                                        formats::accumulator_type::f32, true};

void spoil_nothing(const layers::workload&, outcome&) {}

layers::layer gemm_layer(std::uint32_t m, std::uint32_t n, std::uint32_t k) {
    layers::layer layer;
    layer.name = "gemm";
    layer.where = "gemm.yaml:1";
    layer.outputs = m;
    layer.batch = n;
    layer.inputs = k;
    layer.is_sampled = true;
    layer.weights = layers::generated_source{layers::distribution::normal, 1, {}};
    layer.activations = layers::generated_activations{layers::distribution::normal, 2};
    layer.function = layers::activation_function::none;
    return layer;
}

reports::row row_of(const layers::layer& layer, mishap spoil = spoil_nothing) {
    std::vector<experiment> all;
    all.push_back(toy_experiment(spoil_nothing));
    all.front().accelerators.clear();
    all.front().accelerators.push_back(configured_toy("box", std::move(spoil), f16_to_f32));
    all.front().layers = {layer};
    reports::row row = runner(std::move(all), options()).run(0).rows.at(0);
    row.measured->totals.clear();  // they refer to what the runner holds
    return row;
}

TEST(sampled_runs, a_row_says_that_it_was_sampled_and_how_much) {
    const reports::row row = row_of(gemm_layer(5, 4, 6));
    EXPECT_EQ(row.batch, 4u);
    EXPECT_EQ(row.pattern, "as_is");
    EXPECT_EQ(row.measured->check, "sampled");
    EXPECT_EQ(row.notes,
              (std::vector<std::string>{
                  "6 of 20 outputs were computed and compared with the reference, in 1 whole tile."}));
    EXPECT_FALSE(row.measured->from_float);
}

TEST(sampled_runs, a_row_of_which_everything_was_computed_says_exact) {
    const reports::row row = row_of(gemm_layer(3, 2, 6));
    EXPECT_EQ(row.measured->check, "exact");
    EXPECT_TRUE(row.notes.empty());
}

TEST(sampled_runs, what_is_known_without_drawing_everything_is_exact) {
    const reports::figures f = *row_of(gemm_layer(5, 4, 6)).measured;
    EXPECT_EQ(f.macs_dense, 120u);
    EXPECT_EQ(f.macs_effectual, 120u) << "no value is 0";
    EXPECT_EQ(f.density_weights, 1);
    EXPECT_EQ(f.density_activations, 1);
}

TEST(sampled_runs, what_is_not_known_is_null) {
    reports::result result;
    result.rows.push_back(row_of(gemm_layer(5, 4, 6), [](const layers::workload&, outcome& done) {
        done.violation = "prune";
        done.is_magnitude_known = false;
    }));
    EXPECT_FALSE(result.rows[0].magnitude_kept);
    EXPECT_EQ(first_difference(result.rows[0], result.rows[0]), "");
    result.rows[0].measured->macs_effectual.reset();
    result.rows[0].measured->density_weights.reset();
    const nlohmann::ordered_json run = reports::to_document(result)["runs"][0];
    EXPECT_TRUE(run["magnitude_kept"].is_null());
    EXPECT_TRUE(run["macs"]["effectual"].is_null());
    EXPECT_TRUE(run["density"]["weights"].is_null());
    EXPECT_EQ(run["check"], "sampled");
}

TEST(sampled_runs, a_wrong_output_is_no_result) {
    try {
        row_of(gemm_layer(5, 4, 6),
               [](const layers::workload&, outcome& done) { done.tiles[0][0].values[3] += 1; });
        ADD_FAILURE() << "nothing was wrong";
    } catch (const wrong_product& error) {
        EXPECT_EQ(std::string(error.what()).substr(0, 36), "gemm on box: output 1 of vector 1 is");
    }
}

TEST(sampled_runs, no_output_at_all_is_no_result) {
    EXPECT_THROW(
        row_of(gemm_layer(5, 4, 6), [](const layers::workload&, outcome& done) { done.tiles[0].clear(); }),
        wrong_product);
}

TEST(sampled_runs, an_infinite_output_is_named) {
    std::vector<experiment> all;
    all.push_back(toy_experiment(spoil_nothing));
    layers::layer huge = toy_layer("huge", 6, 4);
    std::get<layers::generated_source>(huge.weights).map.scale = 1e6;  // infinite in f16
    all.front().accelerators.clear();
    all.front().accelerators.push_back(configured_toy(
        "box",
        [](const layers::workload&, outcome& done) {
            done.tiles = {{part_of(done.outputs[0], {1, 0, 3, 1})}};
            done.outputs[0].clear();
        },
        f16_to_f32));
    all.front().layers = {huge};
    const reports::row row = runner(std::move(all), options()).run(0).rows.at(0);
    EXPECT_EQ(row.measured->check, "sampled");
    ASSERT_EQ(row.notes.size(), 2u);
    EXPECT_EQ(row.notes[0], "3 of 4 outputs were computed and compared with the reference, in 1 whole tile.");
    EXPECT_EQ(row.notes[1].substr(0, 10), "Output 1 o");
    EXPECT_TRUE(row.measured->macs_effectual) << "the operands of a product are all there";
}

class sampled_config : public testing::Test {
  protected:
    sampled_config() {
        folder.write("g.yaml",
                     "layer: g\nkind: gemm\nm: 16384\nn: 16384\nk: 16384\ncheck: sampled\n"
                     "weights: {distribution: normal, seed: 1}\nactivations: {seed: 2}\n");
    }
    std::string refusal(const std::string& more) const {
        const auto file =
            folder.write("c.yaml", "name: x\naccelerators: {big: {model: eie}}\nlayers: [g.yaml]\n" + more);
        return folder.shortened(config::sentence_of([&] { read_experiment(file, {}); }));
    }
    lacuna::test::scratch_folder folder;
};

TEST_F(sampled_config, an_accelerator_that_needs_all_operands_is_refused) {
    EXPECT_EQ(
        refusal(""),
        "g.yaml:1: layer 'g' is a GEMM that is sampled, which big cannot run: it computes every output, "
        "from operands that it holds.");
}

TEST_F(sampled_config, a_pattern_that_takes_all_weights_is_refused) {
    EXPECT_EQ(
        refusal("patterns:\n- dense\n- {unstructured: {density: 0.5}}\n"),
        "c.yaml:6: the pattern unstructured 0.5 cannot be put on layer 'g', which is a GEMM that is sampled "
        "and runs as_is or dense.");
}

}  // namespace
}  // namespace lacuna::run::test
