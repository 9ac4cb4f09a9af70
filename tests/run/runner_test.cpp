/// Does a run give every row it was asked for, right, in order, and the same each time?
#include "sim/run/runner.h"

#include <gtest/gtest.h>

#include <map>

#include "sim/kernel/clock_domain.h"
#include "sim/reports/json.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"
#include "tests/run/toy_model.h"

namespace lacuna::run::test {
namespace {

using texts = std::vector<std::string>;

/// Two sizes of EIE, two patterns, two layers.
class eie_runs : public testing::Test {
  protected:
    eie_runs() {
        folder.write("layers.yaml",
                     "layers:\n"
                     "- {layer: first, inputs: 40, outputs: 30, weights: {distribution: normal, seed: 1, "
                     "pattern: {unstructured: {density: 0.3}}}, activations: {density: 0.5, seed: 2}, "
                     "reference: {time_us: 0.25, source: nobody}}\n"
                     "- {layer: second, kind: gemm, k: 25, m: 50, n: 2, weights: {distribution: uniform, "
                     "seed: 3}, activations: {density: 0.8, seed: 4}, bias: {distribution: normal, seed: "
                     "5}, activation_function: none}\n");
        folder.write("c.yaml",
                     "name: Two\n"
                     "accelerators:\n"
                     "  wide: {model: eie, parameters: {pes: 8}}\n"
                     "  narrow: {model: eie, parameters: {pes: 3, clock_mhz: 400}}\n"
                     "layers: [layers.yaml]\n"
                     "patterns: [as_is, {unstructured: {density: 0.1}}]\n");
    }
    experiment read(const texts& assignments = {}) const {
        return read_experiment(folder / "c.yaml", assignments);
    }
    /// A runner of one experiment.
    std::unique_ptr<runner> runner_of(experiment asked, options chosen = {}) const {
        std::vector<experiment> all;
        all.push_back(std::move(asked));
        return std::make_unique<runner>(std::move(all), chosen);
    }

    lacuna::test::scratch_folder folder;
};

TEST_F(eie_runs, rows_stand_by_layer_then_pattern_then_accelerator) {
    const auto runner = runner_of(read());
    const reports::result result = runner->run(0);
    texts rows;
    for (const reports::row& row : result.rows)
        rows.push_back(row.layer + " " + row.pattern + " " + row.accelerator);
    EXPECT_EQ(rows, (texts{"first as_is wide", "first as_is narrow", "first unstructured 0.1 wide",
                           "first unstructured 0.1 narrow", "second as_is wide", "second as_is narrow",
                           "second unstructured 0.1 wide", "second unstructured 0.1 narrow"}));
    EXPECT_TRUE(result.complete);
    EXPECT_EQ(result.name, "Two");
    EXPECT_EQ(result.config, runner->at(0).effective);
}

TEST_F(eie_runs, a_published_figure_of_eie_stands_beside_eie) {
    experiment asked = read();
    asked.layers[0].reference.model = "eie";
    const auto runner = runner_of(std::move(asked));
    EXPECT_EQ(runner->run(0).rows[0].reference_time_us, 0.25);
}

TEST_F(eie_runs, a_published_figure_of_another_model_does_not) {
    experiment asked = read();
    asked.layers[0].reference.model = "sparse_tensor_core";
    const auto runner = runner_of(std::move(asked));
    const reports::row row = runner->run(0).rows[0];
    EXPECT_FALSE(row.reference_time_us);
    EXPECT_EQ(row.reference_source, "");
}

TEST_F(eie_runs, a_row_says_what_its_layer_says) {
    options chosen;
    chosen.version = "1.2.3";
    const auto runner = runner_of(read(), chosen);
    const reports::result result = runner->run(0);
    EXPECT_EQ(result.version, "1.2.3");
    const reports::row& first = result.rows[1];
    EXPECT_EQ(first.model, "eie");
    EXPECT_EQ(first.engine, "clocked");
    EXPECT_EQ(first.batch, 1u);
    EXPECT_EQ(first.status, "ok");
    EXPECT_EQ(first.reference_time_us, 0.25);
    EXPECT_EQ(first.reference_source, "nobody");
    const reports::figures& f = *first.measured;
    EXPECT_EQ(f.clock_mhz, 400);
    EXPECT_EQ(f.time_us, static_cast<double>(f.cycles) / 400);
    EXPECT_EQ(f.macs_dense, 1200u);
    EXPECT_EQ(f.density_weights, 0.3);
    EXPECT_EQ(f.density_activations, 0.5);
    EXPECT_EQ(f.utilization, static_cast<double>(f.macs_committed) / static_cast<double>(f.cycles * 3));
    EXPECT_EQ(f.check, "exact");
    const reports::row& second = result.rows[4];
    EXPECT_EQ(second.batch, 2u);
    EXPECT_FALSE(second.reference_time_us);
    EXPECT_EQ(second.measured->macs_dense, 2u * 50 * 26) << "the bias is a column";
    EXPECT_EQ(second.measured->density_weights, 1) << "the bias is no weight of the matrix";
    EXPECT_EQ(second.measured->macs_effectual, second.measured->macs_committed)
        << "EIE works on non-zeros alone";
}

TEST_F(eie_runs, a_then_b_then_a_gives_a_twice_byte_for_byte) {
    std::vector<experiment> all;
    all.push_back(read());
    all.push_back(read({"accelerators.wide.parameters.pes=5", "patterns=[dense]"}));
    options chosen;
    chosen.per_instance = true;
    runner runner(std::move(all), chosen);
    const std::string first = reports::to_json(runner.run(0));
    const std::string other = reports::to_json(runner.run(1));
    EXPECT_EQ(reports::to_json(runner.run(0)), first);
    EXPECT_EQ(reports::to_json(runner.run(1)), other);
    EXPECT_NE(first, other);
}

TEST_F(eie_runs, the_order_of_accelerators_changes_no_row) {
    std::vector<experiment> all;
    all.push_back(read());
    all.push_back(
        read({"accelerators={narrow: {model: eie, parameters: {pes: 3, clock_mhz: 400}}, wide: "
              "{model: eie, parameters: {pes: 8}}}"}));
    runner runner(std::move(all), {});
    const auto one = reports::to_document(runner.run(0))["runs"];
    const auto other = reports::to_document(runner.run(1))["runs"];
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); i += 2) {
        EXPECT_EQ(one[i], other[i + 1]);
        EXPECT_EQ(one[i + 1], other[i]);
    }
}

TEST_F(eie_runs, configs_may_use_each_others_names) {
    std::vector<experiment> all;
    for (const char* name : {"box", "box-2", "box"})
        all.push_back(read({"accelerators={" + std::string(name) + ": {model: eie}, box-3: {model: eie}}"}));
    const sc_core::sc_actions before = sc_core::sc_report_handler::set_actions(
        sc_core::SC_ID_INSTANCE_EXISTS_, sc_core::SC_THROW);  // a name that SystemC had to change
    EXPECT_NO_THROW(runner(std::move(all), {}));
    sc_core::sc_report_handler::set_actions(sc_core::SC_ID_INSTANCE_EXISTS_, before);
}

TEST_F(eie_runs, the_sums_over_the_boxes_are_the_totals) {
    options chosen;
    chosen.per_instance = true;
    const auto runner = runner_of(read(), chosen);
    for (const reports::row& row : runner->run(0).rows) {
        SCOPED_TRACE(row.layer + " " + row.accelerator + " " + row.pattern);
        std::map<std::string, std::uint64_t> sums;
        for (const statistics::instance& box : row.measured->instances) {
            for (const statistics::total& counted : box.counters) sums[counted.what->name] += counted.value;
        }
        EXPECT_EQ(sums.size(), row.measured->totals.size());
        for (const statistics::total& total : row.measured->totals)
            EXPECT_EQ(sums[total.what->name], total.value) << total.what->name;
    }
}

TEST_F(eie_runs, the_boxes_are_left_out_where_nobody_asked_for_them) {
    const auto runner = runner_of(read());
    for (const reports::row& row : runner->run(0).rows) EXPECT_TRUE(row.measured->instances.empty());
}

TEST_F(eie_runs, a_layer_that_does_not_fit_is_a_row_while_the_others_run) {
    const auto runner = runner_of(read({"accelerators.narrow.parameters.accumulators=12"}));
    const reports::result result = runner->run(0);
    ASSERT_EQ(result.rows.size(), 8u);
    EXPECT_TRUE(result.complete);
    for (const reports::row& row : result.rows) {
        SCOPED_TRACE(row.layer + " " + row.accelerator);
        const bool fits = row.accelerator == "wide" || row.layer == "first";
        EXPECT_EQ(row.status, fits ? "ok" : "does_not_fit");
        EXPECT_EQ(row.message.empty(), fits);
        EXPECT_EQ(row.message.find("but has 12 (accumulators).") != std::string::npos, !fits) << row.message;
        EXPECT_EQ(row.measured.has_value(), fits);
    }
    EXPECT_LT(result.rows.back().magnitude_kept, 1) << "what the pattern kept is known all the same";
}

TEST_F(eie_runs, both_engines_give_the_rows_of_the_clocked_one) {
    options chosen;
    chosen.chosen_engines = engines::both;
    const reports::result both = runner_of(read(), chosen)->run(0);
    for (const reports::row& row : both.rows) EXPECT_EQ(row.engine, "both");
    EXPECT_EQ(both.rows.size(), 8u);
}

TEST(toy_runs, an_engine_that_a_model_does_not_have_is_refused) {
    std::vector<experiment> experiments;
    experiments.push_back(toy_experiment({}));
    options chosen;
    chosen.chosen_engines = engines::both;
    EXPECT_EQ(config::sentence_of([&] { runner(std::move(experiments), chosen); }),
              "toy.yaml: the model toy of accelerator box has no engine 'transaction'; it has clocked.");
}

TEST_F(eie_runs, progress_counts_up_to_the_number_of_rows) {
    std::vector<std::size_t> finished;
    texts layers;
    options chosen;
    chosen.progress = [&](std::size_t row, std::size_t rows, const std::string& what) {
        EXPECT_EQ(rows, 8u);
        finished.push_back(row);
        layers.push_back(what);
    };
    runner_of(read(), chosen)->run(0);
    EXPECT_TRUE(std::is_sorted(finished.begin(), finished.end()));
    EXPECT_EQ(finished.front(), 0u);
    EXPECT_EQ(finished.back(), 8u);
    EXPECT_EQ(layers.front(), "first");
}

/// Runs the toys and gives what is said where that fails.
template <class Error>
std::string failure_of(mishap spoil) {
    std::vector<experiment> all;
    all.push_back(toy_experiment(std::move(spoil)));
    runner runner(std::move(all), {});
    try {
        runner.run(0);
    } catch (const Error& error) {
        return error.what();
    }
    ADD_FAILURE() << "nothing failed";
    return "";
}

void spoil_nothing(const layers::workload&, outcome&) {}

TEST(toy_runs, figures_come_from_the_outcome_and_the_counters) {
    std::vector<experiment> all;
    all.push_back(toy_experiment(spoil_nothing));
    runner runner(std::move(all), {});
    const reports::result result = runner.run(0);
    ASSERT_EQ(result.rows.size(), 2u);
    const reports::figures& f = *result.rows[0].measured;
    EXPECT_EQ(f.cycles, 10u);
    EXPECT_EQ(f.time_us, 0.02);
    EXPECT_EQ(f.utilization, 0.75);
    EXPECT_FALSE(f.load_balance);
    EXPECT_EQ(f.fillers, 3u);
    EXPECT_EQ(f.bytes_dense, 100u);
    EXPECT_EQ(f.bytes_values, 20u);
    EXPECT_EQ(f.bytes_indices, 30u);
    EXPECT_EQ(f.macs_dense, 24u);
    EXPECT_EQ(f.density_weights, 0.5);
    EXPECT_EQ(f.limiting_stall, "pe.blocked") << "finished is larger, but not a stall of the multipliers";
}

TEST(toy_runs, a_wrong_output_names_layer_accelerator_and_output) {
    const std::string sentence = failure_of<wrong_product>([](const layers::workload& work, outcome& done) {
        if (work.layer == "second") done.outputs[0][0][3] = -1;
    });
    EXPECT_EQ(sentence.substr(0, 45), "second on box: output 3 of vector 0 is -1, bu") << sentence;
}

TEST(toy_runs, a_deadlock_names_layer_and_accelerator) {
    EXPECT_EQ(failure_of<kernel::deadlock>([](const layers::workload& work, outcome&) {
                  if (work.layer == "second") throw kernel::deadlock("stuck at cycle 7: pe[0] waits.");
              }),
              "second on box: stuck at cycle 7: pe[0] waits.");
}

TEST(toy_runs, a_layer_that_the_parameters_forbid_names_the_line_of_its_trace) {
    EXPECT_EQ(failure_of<input_error>([](const layers::workload&, outcome&) {
                  refuse("input activation 3 is -1, which a toy cannot take.");
              }),
              "layer.yaml:1: input activation 3 is -1, which a toy cannot take.");
}

TEST(toy_runs, cycles_that_the_boxes_do_not_account_for_are_no_result) {
    EXPECT_EQ(failure_of<std::logic_error>([](const layers::workload&, outcome& done) { done.cycles = 11; }),
              "pe[0] accounts for 10 of 11 elapsed cycles: busy and stall cycles must sum to them");
}

TEST(toy_runs, notes_of_the_model_follow_those_of_the_layer) {
    std::vector<experiment> all;
    all.push_back(
        toy_experiment([](const layers::workload&, outcome& done) { done.notes = {"A limit was passed."}; }));
    runner runner(std::move(all), {});
    EXPECT_EQ(runner.run(0).rows[1].notes, (texts{"A limit was passed."}));
}

TEST(toy_runs, an_interrupted_run_gives_the_rows_that_are_finished) {
    std::vector<experiment> all;
    all.push_back(toy_experiment([](const layers::workload& work, outcome&) {
        if (work.layer == "second") throw lacuna::interrupted();
    }));
    runner runner(std::move(all), {});
    const reports::result result = runner.run(0);
    EXPECT_FALSE(result.complete);
    ASSERT_EQ(result.rows.size(), 1u);
    EXPECT_EQ(result.rows[0].layer, "first");
}

}  // namespace
}  // namespace lacuna::run::test
