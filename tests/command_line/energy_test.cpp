/// Whether lacuna energy prices a saved result as a run would, and lacuna list energy shows every price.
#include "tests/command_line/refusal.h"

namespace lacuna::tests {
namespace {

using json = nlohmann::ordered_json;

const std::string table = LACUNA_SOURCE_DIR "/configs/energy/eie-45nm.yaml";
const std::string cacti = LACUNA_SOURCE_DIR "/configs/energy/eie-45nm-cacti.yaml";

/// A folder with the small experiment, and its unpriced result in r.json.
struct saved_run {
    saved_run() {
        small_experiment().write(folder);
        const finished run = lacuna({"run", "config.yaml", "--format", "json"}, folder.path());
        EXPECT_EQ(run.code, 0) << run.err;
        unpriced = run.out;
        folder.write("r.json", unpriced);
    }
    std::string printed_by(const std::vector<std::string>& arguments) const {
        const finished run = lacuna(arguments, folder.path());
        EXPECT_EQ(run.code, 0) << run.err;
        EXPECT_EQ(run.err, "");
        return run.out;
    }
    temporary_folder folder;
    std::string unpriced;
};

TEST(energy, a_saved_result_is_priced_as_the_run_would_have_been) {
    const saved_run saved;
    const std::string set = "accelerators.eie.energy=" + table;
    for (const char* format : {"json", "csv"}) {
        SCOPED_TRACE(format);
        EXPECT_EQ(saved.printed_by({"energy", "r.json", "--table", table, "--format", format}),
                  saved.printed_by({"run", "config.yaml", "--set", set, "--format", format}));
    }
    const json before = json::parse(saved.unpriced)["runs"][0];
    EXPECT_TRUE(before["energy_uj"].is_null());
    EXPECT_TRUE(before["energy_breakdown_uj"].is_null());
}

TEST(energy, the_table_shows_energy_power_area_and_shares) {
    const saved_run saved;
    const std::string text = saved.printed_by({"energy", "r.json", "--table", table});
    for (const char* word : {"small\n", "energy", "uJ", "power", "mW", "area", "sparse_matrix_read", "%"})
        EXPECT_NE(text.find(word), std::string::npos) << word << " is not in\n" << text;
    EXPECT_EQ(saved.printed_by({"energy", "r.json", "--table", table, "--format", "table"}), text);
}

TEST(energy, tables_are_compared_without_simulating) {
    const saved_run saved;
    const auto uj = [&](const std::string& with) {
        const std::string text = saved.printed_by({"energy", "r.json", "--table", with, "--format", "json"});
        return json::parse(text)["runs"][0]["energy_uj"].get<double>();
    };
    EXPECT_LT(uj(cacti), uj(table));
    EXPECT_EQ(uj("eie=" + cacti), uj(cacti));
}

TEST(energy, wrong_arguments_get_one_sentence) {
    const saved_run saved;
    const auto refused = [&](const std::vector<std::string>& arguments) {
        return refusal_of(arguments, saved.folder);
    };
    EXPECT_EQ(refused({"energy"}),
              "lacuna energy needs one result that lacuna run --format json wrote (see --help).");
    EXPECT_EQ(refused({"energy", "r.json", "r.json", "--table", table}),
              "lacuna energy needs one result that lacuna run --format json wrote (see --help).");
    EXPECT_EQ(refused({"energy", "r.json"}),
              "lacuna energy needs --table TABLE, such as configs/energy/eie-45nm.yaml (see --help).");
    EXPECT_EQ(refused({"energy", "r.json", "--table", table, "--table", "eie=" + cacti}),
              "--table: the accelerator 'eie' gets two energy tables, " + table + " and " + cacti + ".");
    EXPECT_EQ(refused({"energy", "r.json", "--table", table, "--format", "html"}),
              "--format: 'html' is no report format; known are: table, json, csv.");
    EXPECT_EQ(refused({"energy", "r.json", "--table", table, "--format", "json,csv"}),
              "--format: 'json,csv' is no report format; known are: table, json, csv.");
    EXPECT_EQ(refused({"energy", "r.json", "--table", "other=" + table}),
              "other=" + table + ": the file cannot be opened: No such file or directory.");
    EXPECT_EQ(refused({"energy", "none.json", "--table", table}),
              "none.json: the file cannot be opened: No such file or directory.");
}

TEST(energy, an_accelerator_without_a_table_is_named) {
    const saved_run saved;
    saved.folder.write(
        "config.yaml",
        with(small_experiment().config, "layers:", "  other: {model: eie, parameters: {pes: 4}}\nlayers:"));
    saved.folder.write("r.json", saved.printed_by({"run", "config.yaml", "--format", "json"}));
    EXPECT_EQ(refusal_of({"energy", "r.json", "--table", "eie=" + table}, saved.folder),
              "--table: the accelerator 'other' gets no energy table; add --table other=TABLE.");
    saved.printed_by({"energy", "r.json", "--table", "eie=" + table, "--table", "other=" + cacti});
    saved.printed_by({"energy", "r.json", "--table", table});
}

TEST(energy, variants_are_priced_together_or_each_by_its_own_table) {
    const saved_run saved;
    const std::string set = "accelerators.eie.variants.activation_queue_slots=[2, 8]";
    const std::string priced = "accelerators.eie.energy=" + table;
    EXPECT_EQ(saved.printed_by({"validate", "config.yaml", "--set", set, "--set", priced}),
              "config.yaml: valid. 2 accelerators, 1 layer, 1 pattern: 2 runs.\n");
    saved.folder.write("r.json", saved.printed_by({"run", "config.yaml", "--set", set, "--format", "json"}));
    const std::string together =
        saved.printed_by({"run", "config.yaml", "--set", set, "--set", priced, "--format", "json"});
    const auto priced_by = [&](const std::string& choice) {
        return saved.printed_by({"energy", "r.json", "--table", choice, "--format", "json"});
    };
    EXPECT_EQ(priced_by(table), together);
    EXPECT_EQ(priced_by("eie=" + table), together);

    const std::string deep = "eie, activation_queue_slots 8";
    const json runs =
        json::parse(saved.printed_by({"energy", "r.json", "--table", deep + "=" + cacti, "--table",
                                      "eie, activation_queue_slots 2=" + table, "--format", "json"}))["runs"];
    EXPECT_EQ(runs[0], json::parse(together)["runs"][0]);
    EXPECT_LT(runs[1]["energy_uj"], json::parse(together)["runs"][1]["energy_uj"]);
    EXPECT_EQ(refusal_of({"energy", "r.json", "--table", deep + "=" + cacti}, saved.folder),
              "--table: the accelerator 'eie, activation_queue_slots 2' gets no energy table; add --table "
              "eie=TABLE.");
    EXPECT_EQ(refusal_of({"energy", "r.json", "--table", deep + "=" + cacti, "--table", "eie=" + table},
                         saved.folder),
              "--table: the accelerator 'eie, activation_queue_slots 8' gets two energy tables, " + cacti +
                  " and " + table + ".");
}

TEST(energy, a_broken_result_gets_one_sentence_and_nothing_printed) {
    const saved_run saved;
    const auto refused = [&](const std::string& text) {
        saved.folder.write("broken.json", text);
        return refusal_of({"energy", "broken.json", "--table", table}, saved.folder);
    };
    EXPECT_EQ(refused(saved.unpriced.substr(0, 200)), "broken.json: byte 201: the file is no JSON.");
    EXPECT_EQ(refused(with(saved.unpriced, "\"status\": \"ok\"", "\"status\": 0")),
              "broken.json: runs[0].status must be a text, but is 0.");
    const std::string beyond = refused(with(saved.unpriced, "\"bytes\": 131072", "\"bytes\": 13107200"));
    EXPECT_EQ(beyond.substr(0, table.size() + 1), table + ":");
    EXPECT_NE(
        beyond.find(
            ": the curve sram is asked for bytes = 13107200, but its points reach from 2048 to 1048576"),
        std::string::npos)
        << beyond;
}

TEST(energy, validate_joins_the_table_too) {
    const saved_run saved;
    EXPECT_EQ(saved.printed_by({"validate", "config.yaml", "--set", "accelerators.eie.energy=" + table}),
              "config.yaml: valid. 1 accelerator, 1 layer, 1 pattern: 1 run.\n");
    const std::string said =
        saved.printed_by({"validate", "config.yaml", "--set", "accelerators.eie.energy=" + table, "--set",
                          "accelerators.eie.parameters.activation_queue_slots=512"});
    EXPECT_NE(said.find("\n  Not priced: "), std::string::npos) << said;
    EXPECT_NE(said.find("the curve activation_queue is asked for slots = 512"), std::string::npos) << said;
}

TEST(list_energy, shows_every_price_with_unit_and_source) {
    const finished run =
        lacuna({"list", "energy", "configs/energy/eie-45nm.yaml", "configs/energy/eie-45nm-cacti.yaml"});
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(run.err, "");
    const json boxes = result_of({"tests/golden/eie-negative-activations.yaml"})["boxes"]["eie"];
    EXPECT_EQ(boxes.size(), 9u);
    for (const auto& [box, described] : boxes.items()) {
        EXPECT_NE(run.out.find("\n  " + box + ": "), std::string::npos) << box;
        for (const auto& action : described["actions"]) {
            const std::string name = box + "." + action.get<std::string>();
            EXPECT_NE(run.out.find("\n  " + name + ": "), std::string::npos) << name;
        }
    }
    for (const char* word : {"configs/energy/eie-45nm.yaml\n", "configs/energy/eie-45nm-cacti.yaml\n",
                             " pJ\n", " mW, ", " um2\n", "Source: Table II", "Source: CACTI 7.0",
                             "TSMC 45 nm GP: 45 nm", "122.9 mW static, 40.84 mm2"})
        EXPECT_NE(run.out.find(word), std::string::npos) << word;
}

TEST(list_energy, of_a_scaled_table_shows_the_factors_and_which_rows_they_are_for) {
    const finished run = lacuna({"list", "energy", "configs/energy/sparse-tensor-core-45nm-scaled.yaml",
                                 "configs/energy/eie-7nm-scaled.yaml"});
    ASSERT_EQ(run.code, 0) << run.err;
    for (const char* word :
         {"Scaled from sparse-tensor-core-45nm.yaml, but for rows that name no factor: energy and power x "
          "0.06842, area x 0.059\n",
          "Energy from 0.6989 at 45 nm and 0.9 V (1.018 V^2 -0.3107 V +0.1539)\n",
          "to 0.04781 at 7 nm and 0.7 V (0.1776 V^2 -0.09097 V +0.02447)\n", "Source: Stillmaker and Baas",
          "  subcore.dot_product_units.multiply_f16: 0.07526 pJ\n    Source: Horowitz, ISSCC 2014, "
          "multiplication of fp16; 45 nm, x 0.06842\n",
          "  subcore: 125 mW", "500 mW static", "Scaled from eie-45nm.yaml", "8.407 mW static, 2.409 mm2"})
        EXPECT_NE(run.out.find(word), std::string::npos) << word << " is not in\n" << run.out;
}

TEST(list_energy, without_tables_or_with_a_strange_one_says_so) {
    const temporary_folder folder;
    EXPECT_EQ(
        refusal_of({"list", "energy"}, folder),
        "lacuna list energy needs energy tables, such as lacuna list energy configs/energy/eie-45nm.yaml.");
    folder.write(
        "t.yaml",
        "model: eye\ntechnology: {name: n, node_nm: 7, source: s}\nactions: {a.b: {pj: 1, source: s}}\n"
        "boxes: {a: {static_mw: 1, area_um2: 1, source: s}}\n");
    EXPECT_EQ(
        refusal_of({"list", "energy", "t.yaml"}, folder),
        "t.yaml:1: this energy table prices the model 'eye', which Lacuna does not have (did you mean 'eie'?).");
}

}  // namespace
}  // namespace lacuna::tests
