/// Does each layer of a network get the outputs of the one before, as the same accelerator computed them?
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "sim/reports/json.h"
#include "sim/run/deviation.h"
#include "sim/run/runner.h"
#include "tests/layers/scratch_folder.h"
#include "tests/run/toy_model.h"

namespace lacuna::run::test {
namespace {

using texts = std::vector<std::string>;

/// What a toy was given and gave, in the order of its runs.
struct seen {
    std::string accelerator;
    layers::workload given;
    layers::outputs gave;
};

const formats::arithmetic coarse(formats::fixed_point_arithmetic{10, 5, 4});

/// A network of three layers and one that stands alone, on a toy in floating point and one in coarse fixed
/// point, with two patterns.
class toy_network : public testing::Test {
  protected:
    toy_network() {
        asked.file = "toy.yaml";
        asked.name = "Networks";
        add_layer("first", 6, 4, false);
        add_layer("second", 4, 5, true);
        add_layer("third", 5, 3, true);
        add_layer("alone", 6, 4, false);
        asked.patterns.emplace_back();
        asked.patterns.push_back({patterns::kind::dense{}});
        add_toy("float", {});
        add_toy("fixed", coarse);
    }

    void add_layer(const std::string& name, std::uint32_t inputs, std::uint32_t outputs, bool follows) {
        asked.layers.push_back(toy_layer(name, inputs, outputs));
        layers::layer& added = asked.layers.back();
        added.batch = 2;
        added.function = layers::activation_function::none;
        if (follows) added.activations = layers::previous_outputs{};
    }
    void add_toy(const std::string& name, const formats::arithmetic& computes) {
        asked.accelerators.push_back(configured_toy(
            name,
            [this, name](const layers::workload& work, outcome& done) {
                spoil(name, work);
                runs.push_back({name, work, done.outputs.front()});
            },
            computes));
    }
    reports::result run(options chosen = {}) {
        std::vector<experiment> all;
        all.push_back(std::move(asked));
        built = std::make_unique<runner>(std::move(all), std::move(chosen));
        return built->run(0);
    }

    std::function<void(const std::string& accelerator, const layers::workload&)> spoil =
        [](const std::string&, const layers::workload&) {};
    experiment asked;
    std::vector<seen> runs;
    std::unique_ptr<runner> built;  // rows refer to what it holds
};

texts names_of(const reports::result& result) {
    texts names;
    for (const reports::row& row : result.rows)
        names.push_back(row.layer + " " + row.pattern + " " + row.accelerator);
    return names;
}

TEST_F(toy_network, rows_stand_by_network_then_pattern_then_layer_then_accelerator) {
    EXPECT_EQ(names_of(run()),
              (texts{"first as_is float", "first as_is fixed", "second as_is float", "second as_is fixed",
                     "third as_is float", "third as_is fixed", "first dense float", "first dense fixed",
                     "second dense float", "second dense fixed", "third dense float", "third dense fixed",
                     "alone as_is float", "alone as_is fixed", "alone dense float", "alone dense fixed"}));
}

TEST_F(toy_network, a_layer_takes_the_outputs_of_the_one_before_of_its_accelerator_and_pattern) {
    run();
    ASSERT_EQ(runs.size(), 16u);
    std::map<std::string, layers::outputs> last;  // by accelerator
    for (const seen& each : runs) {
        SCOPED_TRACE(each.given.layer + " on " + each.accelerator);
        const layers::product& product = each.given.products.front();
        if (product.follows) {
            EXPECT_EQ(product.activations, last[each.accelerator]);
        } else {
            EXPECT_EQ(product.activations,
                      layers::generate_activations(2, 6, layers::distribution::half_normal, 2, 0.5));
        }
        last[each.accelerator] = each.gave;
    }
    EXPECT_NE(runs[2].given.products.front().activations, runs[3].given.products.front().activations)
        << "the accelerators compute different outputs";
    EXPECT_NE(runs[2].given.products.front().activations, runs[8].given.products.front().activations)
        << "the patterns give different outputs";
}

TEST_F(toy_network, products_say_whether_they_follow_and_continue) {
    run();
    const std::map<std::string, std::pair<bool, bool>> expected = {{"first", {false, true}},
                                                                   {"second", {true, true}},
                                                                   {"third", {true, false}},
                                                                   {"alone", {false, false}}};
    for (const seen& each : runs) {
        const layers::product& product = each.given.products.front();
        EXPECT_EQ(std::pair(product.follows, product.continues), expected.at(each.given.layer))
            << each.given.layer;
    }
}

TEST_F(toy_network, densities_and_macs_of_a_later_layer_are_those_of_the_outputs_before) {
    for (layers::layer& layer : asked.layers) layer.function = layers::activation_function::relu;
    const reports::result result = run();
    const layers::product& second = runs[2].given.products.front();
    std::size_t nonzero = 0;
    for (const auto& vector : second.activations)
        nonzero += vector.size() - static_cast<std::size_t>(std::count(vector.begin(), vector.end(), 0.0f));
    ASSERT_EQ(result.rows[2].layer, "second");
    EXPECT_EQ(result.rows[2].measured->density_activations, static_cast<double>(nonzero) / 8);
    EXPECT_GT(nonzero, 0u);
    EXPECT_EQ(result.rows[2].measured->macs_effectual,
              effectual_macs(second.weights.values(), second.activations));
    EXPECT_EQ(result.rows[2].measured->macs_dense, 2u * 4 * 5);
}

TEST_F(toy_network, what_follows_a_layer_that_does_not_fit_is_not_run) {
    spoil = [](const std::string& accelerator, const layers::workload& work) {
        if (accelerator == "fixed" && work.layer == "first" && work.products.front().weights.stored() == 24)
            throw does_not_fit("24 weights are too many.");
    };
    asked.layers[1].reference.time_us = 0.5;
    asked.layers[1].reference.source = "nobody";
    const reports::result result = run();
    ASSERT_EQ(result.rows.size(), 16u);
    EXPECT_TRUE(result.complete);
    for (const reports::row& row : result.rows) {
        SCOPED_TRACE(row.layer + " " + row.pattern + " " + row.accelerator);
        const bool concerned = row.accelerator == "fixed" && row.pattern == "dense" && row.layer != "alone";
        const auto expected = !concerned             ? std::pair("ok", "")
                              : row.layer == "first" ? std::pair("does_not_fit", "24 weights are too many.")
                              : row.layer == "second"
                                  ? std::pair("not_run",
                                              "Its activations are the outputs of layer first, which gave "
                                              "none.")
                                  : std::pair("not_run",
                                              "Its activations are the outputs of layer second, which gave "
                                              "none.");
        EXPECT_EQ(row.status, expected.first);
        EXPECT_EQ(row.message, expected.second);
        EXPECT_EQ(row.measured.has_value(), !concerned);
        EXPECT_EQ(row.model, "toy");
        EXPECT_EQ(row.engine, "clocked");
        EXPECT_EQ(row.batch, 2u);
        EXPECT_EQ(row.reference_time_us.has_value(), row.layer == "second") << "published all the same";
    }
    for (const seen& each : runs)
        EXPECT_FALSE(each.accelerator == "fixed" && each.given.layer != "alone" &&
                     each.given.products.front().weights.stored() > 12)
            << each.given.layer << " ran";
}

TEST_F(toy_network, a_network_whose_first_layer_fits_nowhere_has_no_figures_at_all) {
    asked.layers.pop_back();
    spoil = [](const std::string&, const layers::workload&) { throw does_not_fit("Never."); };
    for (const reports::row& row : run().rows) {
        EXPECT_FALSE(row.measured);
        EXPECT_EQ(row.status, row.layer == "first" ? "does_not_fit" : "not_run");
    }
    EXPECT_TRUE(runs.empty());
}

TEST_F(toy_network, a_row_that_was_not_run_says_so_in_json_and_has_no_figures) {
    spoil = [](const std::string&, const layers::workload&) { throw does_not_fit("Never."); };
    const auto row = reports::to_document(run())["runs"][2];
    EXPECT_EQ(row["status"], "not_run");
    EXPECT_EQ(row["message"], "Its activations are the outputs of layer first, which gave none.");
    EXPECT_FALSE(row.contains("cycles"));
    EXPECT_FALSE(row.contains("deviation_from_float"));
}

TEST_F(toy_network, only_fixed_point_deviates_from_floating_point) {
    const reports::result result = run();
    for (const reports::row& row : result.rows) {
        SCOPED_TRACE(row.layer + " " + row.pattern + " " + row.accelerator);
        EXPECT_EQ(row.measured->from_float.has_value(), row.accelerator == "fixed");
    }
    const auto document = reports::to_document(result)["runs"];
    EXPECT_FALSE(document[0].contains("deviation_from_float"));
    EXPECT_TRUE(document[1].contains("deviation_from_float"));
}

TEST_F(toy_network, the_deviation_is_from_the_network_computed_in_floating_point_throughout) {
    const reports::result result = run();
    ASSERT_EQ(runs.size(), result.rows.size());
    bool adds_up = false;
    for (std::size_t i = 1; i < runs.size(); i += 2) {
        SCOPED_TRACE(runs[i].given.layer);
        ASSERT_EQ(runs[i - 1].accelerator, "float");
        const reports::deviation expected = deviation_of(runs[i].gave, runs[i - 1].gave);
        const reports::deviation& found = *result.rows[i].measured->from_float;
        EXPECT_EQ(found.largest, expected.largest);
        EXPECT_EQ(found.root_mean_square, expected.root_mean_square);
        EXPECT_EQ(found.relative, expected.relative);
        EXPECT_EQ(found.same_largest_output, expected.same_largest_output);
        EXPECT_GT(found.largest, 0);

        const layers::product& product = runs[i].given.products.front();
        const layers::outputs of_this_layer_alone =
            reference_product(product.weights.values(), product.activations, product.function);
        adds_up |= deviation_of(runs[i].gave, of_this_layer_alone).largest != found.largest;
    }
    EXPECT_TRUE(adds_up) << "a deviation that is that of each layer alone would show nothing";
}

TEST_F(toy_network, a_second_run_gives_the_first_byte_for_byte) {
    const std::string first = reports::to_json(run());
    EXPECT_EQ(reports::to_json(built->run(0)), first);
}

TEST_F(toy_network, progress_counts_every_row_of_every_network) {
    std::vector<std::size_t> finished;
    options chosen;
    chosen.progress = [&](std::size_t row, std::size_t rows, const std::string&) {
        EXPECT_EQ(rows, 16u);
        finished.push_back(row);
    };
    run(chosen);
    EXPECT_TRUE(std::is_sorted(finished.begin(), finished.end()));
    EXPECT_EQ(finished.back(), 16u);
}

TEST(eie_network, either_engine_and_both_give_the_same_rows) {
    const lacuna::test::scratch_folder folder;
    folder.write("network.yaml",
                 "layers:\n"
                 "- {layer: first, inputs: 40, outputs: 30, weights: {distribution: normal, seed: 1, scale: "
                 "0.25, pattern: {unstructured: {density: 0.3}}}, activations: {density: 0.5, seed: 2}}\n"
                 "- {layer: second, inputs: 30, outputs: 20, weights: {distribution: normal, seed: 3, scale: "
                 "0.25}, activations: {from: previous}, activation_function: none}\n");
    const std::string accelerators =
        "  float: {model: eie, parameters: {pes: 4}}\n"
        "  fixed: {model: eie, parameters: {pes: 4, arithmetic: fixed_point}}\n"
        "  small: {model: eie, parameters: {pes: 4, accumulators: 7}}\n";
    folder.write("c.yaml", "name: N\naccelerators:\n" + accelerators + "layers: [network.yaml]\n");
    const auto rows_of = [&](engines chosen) {
        options with;
        with.chosen_engines = chosen;
        std::vector<experiment> all;
        all.push_back(read_experiment(folder / "c.yaml", {}));
        runner runner(std::move(all), with);
        auto rows = reports::to_document(runner.run(0))["runs"];
        for (auto& row : rows) {
            row.erase("engine");
            row.erase("simulated_cycles");  // none where nothing is clocked
        }
        return rows;
    };
    const auto both = rows_of(engines::both);
    EXPECT_EQ(both, rows_of(engines::transaction));
    ASSERT_EQ(both.size(), 6u);
    EXPECT_EQ(both[2]["status"], "does_not_fit");
    EXPECT_EQ(both[5]["status"], "not_run");
    EXPECT_TRUE(both[4].contains("deviation_from_float"));
    EXPECT_FALSE(both[3].contains("deviation_from_float"));
}

}  // namespace
}  // namespace lacuna::run::test
