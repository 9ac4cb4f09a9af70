/// Do design points that run one loaded layer one after the other, and share what they derive from it, give
/// what each gives on a layer of its own?
#include <gtest/gtest.h>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include "models/eie/parameters.h"
#include "models/sparse_tensor_core/parameters.h"
#include "sim/reports/json.h"
#include "sim/run/row_run.h"
#include "sim/run/runner.h"
#include "tests/run/toy_model.h"

namespace lacuna::run::test {
namespace {

class draw {
  public:
    explicit draw(std::uint32_t seed) : random_(seed) {}
    std::int64_t integer(std::int64_t least, std::int64_t most) {
        return boost::random::uniform_int_distribution<std::int64_t>(least, most)(random_);
    }
    template <class Thing>
    Thing one_of(const std::vector<Thing>& all) {
        return all[static_cast<std::size_t>(integer(0, static_cast<std::int64_t>(all.size()) - 1))];
    }

  private:
    boost::random::mt19937 random_;
};

std::unique_ptr<model_parameters> random_eie(draw& random) {
    auto p = std::make_unique<eie::parameters>();
    p->pes = random.one_of<std::int64_t>({1, 3, 16});
    p->activation_queue_slots = random.integer(2, 9);
    p->sram_entries_per_row = random.one_of<std::int64_t>({1, 8});
    p->run_bits = random.integer(2, 4);
    p->code_bits = random.one_of<std::int64_t>({2, 4});
    p->broadcast = random.one_of<std::string>({"positive", "nonzero"});
    p->arithmetic = random.one_of<std::string>({"float32", "fixed_point"});
    p->operand_bits = random.integer(8, 12);
    p->activation_fraction_bits = random.integer(3, 6);
    p->rounding = random.one_of<std::string>({"nearest_even", "truncate"});
    p->overflow = random.one_of<std::string>({"saturate", "wrap"});
    p->capacity = random.one_of<std::string>({"unbounded", "reload", "enforce"});
    p->matrix_sram_entries = random.one_of<std::int64_t>({100, 300, 4000});
    p->accumulators = random.one_of<std::int64_t>({5, 64});
    p->source_registers = random.integer(1, 4);
    p->lnzd_latency_cycles = random.integer(0, 2);
    p->broadcast_latency_cycles = random.integer(0, 2);
    p->batch_switch_cycles = random.integer(0, 2);
    return p;
}

std::unique_ptr<model_parameters> random_tensor_core(draw& random) {
    auto p = std::make_unique<sparse_tensor_core::parameters>();
    p->type = random.one_of<std::string>({"f16", "bf16", "s8"});
    if (p->type == "f16") p->accumulator = random.one_of<std::string>({"f16", "f32"});
    p->instruction_k = random.one_of<std::string>({"large", "small"});
    p->instructions = random.one_of<std::string>({"mma", "mma.sp"});
    p->on_violation = random.one_of<std::string>({"dense", "prune"});
    p->warps = random.integer(1, 8);
    p->chains = random.integer(1, 3);
    p->multiply_cycles = random.integer(1, 4);
    if (random.integer(0, 1) == 0) return p;
    p->tile = {32, 16, random.one_of<std::int64_t>({64, 128})};
    p->warp_tile = {16, 16};
    p->stages = random.integer(2, 4);
    if (p->accumulator != "f16") p->split_k = random.integer(1, 3);
    p->sms = random.integer(1, 4);
    return p;
}

configured_accelerator random_point(draw& random, const std::string& name) {
    const bool is_eie = random.integer(0, 1) == 0;
    configured_accelerator point;
    point.name = point.module_name = name;
    for (const model& each : models())
        if (each.name == (is_eie ? "eie" : "sparse_tensor_core")) point.kind = &each;
    point.parameters = is_eie ? random_eie(random) : random_tensor_core(random);
    return point;
}

layers::layer random_layer(draw& random) {
    layers::layer layer = toy_layer("layer", static_cast<std::uint32_t>(16 * random.integer(1, 12)),
                                    static_cast<std::uint32_t>(random.integer(1, 70)));
    layer.weights = layers::generated_source{
        layers::distribution::normal,
        static_cast<std::uint32_t>(random.integer(1, 1000)),
        {random.integer(0, 1) == 0 ? patterns::specification{patterns::kind::unstructured{0.3}}
                                   : patterns::specification{patterns::kind::n_of_m{2, 4}}}};
    layer.bias = layers::generated_bias{layers::distribution::normal, 3, {}};
    layer.batch = static_cast<std::uint32_t>(random.integer(1, 3));
    layer.function = random.one_of<layers::activation_function>(
        {layers::activation_function::relu, layers::activation_function::none});
    return layer;
}

task loaded(const layers::layer& layer) {
    static const patterns::specification as_is;
    return {layer, as_is, layers::load(layer, as_is)};
}

std::string row_on(const configured_accelerator& point, const task& work) {
    const auto built = point.parameters->build(point.module_name, engine::transaction);
    link before;
    reports::result result;
    result.rows.push_back(run_engine(*built, point, work, true, before));
    return reports::to_json(result);
}

class design_points : public testing::TestWithParam<std::uint32_t> {};

TEST_P(design_points, give_on_a_layer_that_they_share_what_each_gives_on_its_own) {
    SCOPED_TRACE(testing::Message() << "seed " << GetParam());
    draw random(GetParam());
    const layers::layer layer = random_layer(random);
    std::vector<configured_accelerator> points;
    for (int i = 0; i < 8; ++i) points.push_back(random_point(random, "point"));
    std::vector<std::string> alone;
    for (const configured_accelerator& point : points) alone.push_back(row_on(point, loaded(layer)));
    const task shared = loaded(layer);
    for (int i = 0; i < 40; ++i) {
        const auto which = static_cast<std::size_t>(random.integer(0, 7));
        ASSERT_EQ(row_on(points[which], shared), alone[which]) << "point " << which << ", row " << i;
    }
}

INSTANTIATE_TEST_SUITE_P(seed, design_points, testing::Range(0u, 20u));

/// Three layers, of which two follow, on some of the points of that seed.
experiment network_on(std::uint32_t seed, const std::vector<int>& chosen) {
    draw random(seed);
    experiment asked;
    asked.file = "network.yaml";
    asked.name = "Networks";
    for (const auto& [inputs, outputs] : {std::pair{64u, 48u}, {48u, 32u}, {32u, 10u}}) {
        asked.layers.push_back(toy_layer("layer" + std::to_string(outputs), inputs, outputs));
        asked.layers.back().weights = layers::generated_source{
            layers::distribution::normal, seed + outputs, {patterns::kind::n_of_m{2, 4}}};
        if (asked.layers.size() > 1) asked.layers.back().activations = layers::previous_outputs{};
    }
    asked.patterns.emplace_back();
    std::vector<configured_accelerator> points;
    // Points of one arithmetic give the same activations; others others.
    for (int i = 0; i < 6; ++i) points.push_back(random_point(random, "point" + std::to_string(i)));
    for (const int each : chosen)
        asked.accelerators.push_back(std::move(points[static_cast<std::size_t>(each)]));
    return asked;
}

nlohmann::ordered_json rows_of(experiment asked) {
    options chosen;
    chosen.chosen_engines = engines::transaction;
    std::vector<experiment> all;
    all.push_back(std::move(asked));
    runner built(std::move(all), chosen);
    return reports::to_document(built.run(0))["runs"];
}

class networks_of_points : public testing::TestWithParam<std::uint32_t> {};

TEST_P(networks_of_points, give_together_what_each_gives_alone) {
    SCOPED_TRACE(testing::Message() << "seed " << GetParam());
    const nlohmann::ordered_json together = rows_of(network_on(GetParam(), {0, 1, 2, 3, 4, 5}));
    for (int point = 0; point < 6; ++point) {
        const nlohmann::ordered_json alone = rows_of(network_on(GetParam(), {point}));
        ASSERT_EQ(alone.size(), 3u);
        for (std::size_t layer = 0; layer < alone.size(); ++layer)
            ASSERT_EQ(together[layer * 6 + static_cast<std::size_t>(point)].dump(), alone[layer].dump());
    }
}

INSTANTIATE_TEST_SUITE_P(seed, networks_of_points, testing::Range(0u, 12u));

TEST(design_points_of_one_layer, that_go_wrong_later_are_found_though_the_reference_is_kept) {
    int runs = 0;
    const configured_accelerator toy = configured_toy("box", [&](const layers::workload&, outcome& done) {
        if (++runs == 3) done.outputs[0][0][2] += 1;
    });
    const layers::layer layer = toy_layer("first", 6, 4);
    const task work = loaded(layer);
    EXPECT_EQ(row_on(toy, work), row_on(toy, work));
    EXPECT_THROW(row_on(toy, work), wrong_product);
    EXPECT_NO_THROW(row_on(toy, work));
}

TEST(design_points_of_one_layer, are_compared_with_the_weights_and_activations_that_are_there_now) {
    const configured_accelerator toy = configured_toy("box", [](const layers::workload&, outcome&) {});
    const layers::layer layer = toy_layer("first", 6, 4);
    task work = loaded(layer);
    const std::string before = row_on(toy, work);
    layers::product& product = work.loaded.work.products.front();
    const layers::activation_vectors activations = product.activations;
    const layers::affine_weights weights = product.weights;
    product.activations = {{1, 0, 0, 0, 0, 0}};
    EXPECT_NE(row_on(toy, work), before) << "another density";
    product.activations = activations;
    EXPECT_EQ(row_on(toy, work), before);
    product.weights = layers::affine_weights(formats::csc<float>{4, 7, {0, 1, 1, 1, 1, 1, 1, 1}, {2}, {5}});
    EXPECT_NE(row_on(toy, work), before);
    product.weights = weights;
    EXPECT_EQ(row_on(toy, work), before);
}

}  // namespace
}  // namespace lacuna::run::test
