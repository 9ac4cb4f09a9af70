/// Is a run priced with the table its config names, before anything is simulated and by its counts alone?
#include <gtest/gtest.h>

#include "sim/reports/json.h"
#include "sim/reports/saved_result.h"
#include "sim/run/runner.h"
#include "tests/config/sentence.h"
#include "tests/layers/scratch_folder.h"
#include "tests/run/toy_model.h"

namespace lacuna::run::test {
namespace {

const std::string shipped = LACUNA_SOURCE_DIR "/configs/energy/eie-45nm.yaml";

class priced_runs : public testing::Test {
  protected:
    priced_runs() {
        folder.write("fc.yaml",
                     "{layer: fc, inputs: 40, outputs: 30, weights: {distribution: normal, seed: 1, pattern: "
                     "{unstructured: {density: 0.3}}}, activations: {density: 0.5, seed: 2}}\n");
        folder.write("c.yaml",
                     "name: Two\n"
                     "accelerators:\n"
                     "  priced: {model: eie, parameters: {pes: 4}, energy: " +
                         shipped +
                         "}\n"
                         "  unpriced: {model: eie, parameters: {pes: 4}}\n"
                         "layers: [fc.yaml]\n");
    }
    reports::result run(std::unique_ptr<runner>& built, engines chosen = engines::clocked) const {
        std::vector<experiment> all;
        all.push_back(read_experiment(folder / "c.yaml", assignments));
        options how;
        how.chosen_engines = chosen;
        built = std::make_unique<runner>(std::move(all), how);
        return built->run(0);
    }
    std::string refusal() const {
        return config::sentence_of([&] {
            std::unique_ptr<runner> built;
            run(built);
        });
    }

    lacuna::test::scratch_folder folder;
    std::vector<std::string> assignments;
};

TEST_F(priced_runs, a_row_is_priced_where_the_config_names_a_table) {
    std::unique_ptr<runner> built;
    const reports::result result = run(built);
    ASSERT_TRUE(result.rows[0].measured->energy.has_value());
    const energy::bill& bill = *result.rows[0].measured->energy;
    EXPECT_GT(bill.energy_uj, 0);
    EXPECT_DOUBLE_EQ(bill.power_mw, bill.energy_uj / result.rows[0].measured->time_us * 1e3);
    EXPECT_NEAR(bill.area_mm2, (4 * 638024 + 189) * 1e-6, 1e-6);
    EXPECT_FALSE(result.rows[1].measured->energy.has_value());
    EXPECT_EQ(result.config["accelerators"]["priced"]["energy"], shipped);
    EXPECT_FALSE(result.config["accelerators"]["unpriced"].contains("energy"));
}

TEST_F(priced_runs, pricing_changes_no_count) {
    std::unique_ptr<runner> built;
    const nlohmann::ordered_json document = reports::to_document(run(built));
    for (const char* field : {"cycles", "counts", "stalls", "macs"})
        EXPECT_EQ(document["runs"][0][field], document["runs"][1][field]) << field;
}

TEST_F(priced_runs, engines_cost_the_same_to_the_bit) {
    std::unique_ptr<runner> clocked, transaction;
    const nlohmann::ordered_json a = reports::to_document(run(clocked))["runs"][0];
    const nlohmann::ordered_json b = reports::to_document(run(transaction, engines::transaction))["runs"][0];
    for (const char* field : {"energy_uj", "power_mw", "area_mm2", "energy_breakdown_uj"})
        EXPECT_EQ(a[field].dump(), b[field].dump()) << field;
}

TEST_F(priced_runs, a_saved_result_is_priced_to_the_same_bill) {
    std::unique_ptr<runner> built;
    const reports::result result = run(built);
    reports::saved_result saved(folder.write("r.json", reports::to_json(result)));
    for (const auto& [name, hardware] : saved.accelerators())
        saved.price(name, energy::join(energy::read_table(shipped), hardware, name), shipped);
    const nlohmann::ordered_json& rows = saved.document()["runs"];
    EXPECT_EQ(rows[0].dump(), reports::to_document(result)["runs"][0].dump());
    EXPECT_EQ(rows[1]["energy_breakdown_uj"].dump(), rows[0]["energy_breakdown_uj"].dump());
}

TEST_F(priced_runs, null_takes_the_price_away_and_set_gives_one) {
    assignments = {"accelerators.priced.energy=null", "accelerators.unpriced.energy=" + shipped};
    std::unique_ptr<runner> built;
    const reports::result result = run(built);
    EXPECT_FALSE(result.rows[0].measured->energy.has_value());
    EXPECT_TRUE(result.rows[1].measured->energy.has_value());
}

TEST_F(priced_runs, a_table_that_is_not_there_or_not_this_models_is_refused) {
    assignments = {"accelerators.priced.energy=none.yaml"};
    EXPECT_EQ(refusal(),
              "--set accelerators.priced.energy=none.yaml: accelerators.priced.energy names none.yaml, "
              "which does not exist.");
    const std::string other = folder.write("other.yaml",
                                           "model: other\ntechnology: {name: n, node_nm: 7, source: s}\n"
                                           "actions: {a.b: {pj: 1, source: s}}\n"
                                           "boxes: {a: {static_mw: 1, area_um2: 1, source: s}}\n");
    assignments = {"accelerators.priced.energy=" + other};
    EXPECT_EQ(refusal(),
              other +
                  ":1: this energy table prices the model 'other', but the accelerator priced is of "
                  "the model eie.");
}

TEST_F(priced_runs, a_size_beyond_the_table_is_run_and_not_priced) {
    assignments = {"accelerators.priced.parameters.sram_entries_per_row=1"};
    std::unique_ptr<runner> built;
    const reports::result result = run(built);
    std::size_t noted = 0;
    for (const reports::row& row : result.rows) {
        ASSERT_TRUE(row.measured.has_value());
        for (const std::string& note : row.notes) {
            if (note.find(
                    "the curve sram is asked for width_bits = 8, but its points reach from 16 to 512") ==
                std::string::npos)
                continue;
            ++noted;
            EXPECT_EQ(note.substr(0, 12), "Not priced: ");
            EXPECT_EQ(row.accelerator, "priced");
            EXPECT_FALSE(row.measured->energy.has_value());
        }
    }
    EXPECT_GT(noted, 0u);
}

TEST_F(priced_runs, a_result_says_of_every_model_what_pricing_needs) {
    std::vector<experiment> all;
    all.push_back(toy_experiment([](const layers::workload&, outcome&) {}));
    runner toys(std::move(all), {});
    const reports::result result = toys.run(0);
    ASSERT_EQ(result.accelerators.size(), 1u);
    EXPECT_EQ(result.accelerators[0].second.actions, std::vector<std::string>{"pe.mac"});
}

}  // namespace
}  // namespace lacuna::run::test
