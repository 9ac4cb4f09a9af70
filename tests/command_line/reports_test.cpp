/// What run prints, where, and whether it prints the same again.
#include "tests/command_line/refusal.h"

namespace lacuna::tests {
namespace {

using json = nlohmann::ordered_json;

constexpr const char* patterns = "tests/golden/eie-patterns.yaml";
constexpr const char* negative = "tests/golden/eie-negative-activations.yaml";

std::string printed_by(const std::vector<std::string>& arguments) {
    const finished run = lacuna(arguments);
    EXPECT_EQ(run.code, 0);
    EXPECT_EQ(run.err, "");
    return run.out;
}

TEST(reports, table_is_the_default) {
    const std::string table = printed_by({"run", negative});
    const std::string csv = printed_by({"run", negative, "--format", "csv"});
    EXPECT_EQ(printed_by({"run", negative, "--format", "table"}), table);
    EXPECT_EQ(table.find("Activations of both signs on EIE\n"), 0u);
    EXPECT_EQ(lines_of(csv).size(), 2u);
}

TEST(reports, same_input_gives_the_same_bytes) {
    for (const char* const format : {"table", "json", "csv"}) {
        const std::vector<std::string> arguments = {"run", patterns, "--format", format, "--per-instance"};
        EXPECT_EQ(printed_by(arguments), printed_by(arguments)) << format;
    }
}

TEST(reports, files_hold_what_standard_output_would) {
    const temporary_folder folder;
    const std::string out = (folder.path() / "new" / "results").string();
    const finished run = lacuna({"run", patterns, negative, "--format", "table,json,csv", "--out", out});
    EXPECT_EQ(run.code, 0);
    EXPECT_EQ(run.out, "");
    std::string names;
    for (const std::string stem : {"eie-patterns", "eie-negative-activations"})
        for (const std::string ending : {".txt", ".json", ".csv"}) names += out + "/" + stem + ending + "\n";
    EXPECT_EQ(run.err, names);
    EXPECT_EQ(folder.files("new/results").size(), 6u);
    EXPECT_EQ(bytes_of(out + "/eie-patterns.json"), printed_by({"run", patterns, "--format", "json"}));
    EXPECT_EQ(bytes_of(out + "/eie-negative-activations.csv"),
              printed_by({"run", negative, "--format", "csv"}));
    EXPECT_EQ(bytes_of(out + "/eie-patterns.txt"), printed_by({"run", patterns}));
}

TEST(reports, quiet_names_no_files) {
    const temporary_folder folder;
    EXPECT_EQ(printed_by({"run", negative, "--quiet", "--out", folder.path().string()}), "");
    EXPECT_EQ(folder.files("."), std::vector<std::string>{"eie-negative-activations.txt"});
}

TEST(reports, progress_is_drawn_on_a_terminal_and_wiped_off_it) {
    SKIP_WITHOUT_TERMINALS();
    const finished run =
        process(command({"run", patterns}), LACUNA_SOURCE_DIR, process::errors::to_terminal).wait();
    EXPECT_EQ(run.code, 0);
    EXPECT_EQ(run.out, printed_by({"run", patterns}));
    EXPECT_NE(run.err.find("0/6 one-vector"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("5/6 batch"), std::string::npos) << run.err;
    const std::string wipe = "\r\033[K";
    ASSERT_GE(run.err.size(), wipe.size());
    EXPECT_EQ(run.err.substr(run.err.size() - wipe.size()), wipe);
    const finished quiet =
        process(command({"run", patterns, "--quiet"}), LACUNA_SOURCE_DIR, process::errors::to_terminal)
            .wait();
    EXPECT_EQ(quiet.err, "");
}

TEST(reports, configs_in_one_call_give_what_each_gives_alone) {
    const std::string both = printed_by({"run", patterns, negative});
    EXPECT_EQ(both, printed_by({"run", patterns}) + printed_by({"run", negative}));
    const std::string twice = printed_by({"run", negative, patterns, negative});
    EXPECT_EQ(twice.substr(twice.size() - both.size()), both);
}

TEST(reports, set_changes_the_run_and_the_configuration_that_is_echoed) {
    const json published = result_of({negative});
    const json changed =
        result_of({negative, "--set", "accelerators.eie.parameters.pes=1", "--set", "name=One PE"});
    EXPECT_EQ(changed["name"], "One PE");
    EXPECT_EQ(published["config"]["accelerators"]["eie"]["parameters"]["pes"], 4);
    EXPECT_EQ(changed["config"]["accelerators"]["eie"]["parameters"]["pes"], 1);
    EXPECT_GT(changed["runs"][0]["cycles"].get<int>(), 2 * published["runs"][0]["cycles"].get<int>());
    EXPECT_EQ(changed["runs"][0]["macs"], published["runs"][0]["macs"]);
}

TEST(reports, counters_of_the_boxes_sum_to_those_of_the_accelerator) {
    const json row = result_of({negative, "--per-instance"})["runs"][0];
    EXPECT_FALSE(result_of({negative})["runs"][0].contains("instances"));
    json sums = json::object();
    for (const auto& [box, counters] : row["instances"].items()) {
        std::string sort;  // pe[3].pointer_read -> pe.pointer_read
        bool index = false;
        for (const char c : box) {
            index = index || c == '[';
            if (!index) sort += c;
            index = index && c != ']';
        }
        for (const auto& [name, value] : counters.items()) {
            json& sum = sums[sort + "." + name];
            sum = (sum.is_null() ? 0 : sum.get<std::uint64_t>()) + value.get<std::uint64_t>();
        }
    }
    EXPECT_TRUE(row["instances"].contains("pe[3].pointer_read")) << row["instances"].dump(1);
    EXPECT_EQ(sums.size(), row["counts"].size() + row["stalls"].size());
    for (const char* kind : {"counts", "stalls"})
        for (const auto& [name, value] : row[kind].items()) EXPECT_EQ(sums[name], value) << name;
}

TEST(reports, row_that_does_not_fit_stands_beside_those_that_do) {
    const json result = result_of({"tests/golden/eie-limits.yaml"});
    EXPECT_EQ(result["runs"][0]["status"], "does_not_fit");
    EXPECT_EQ(result["runs"][0]["message"], "pe[0] needs 100 accumulators, but has 20 (accumulators).");
    EXPECT_EQ(result["runs"][1]["status"], "ok");
    EXPECT_EQ(result["runs"][1]["passes"]["outputs"], 5);
    EXPECT_EQ(result["runs"][1]["notes"].size(), 1u);
    EXPECT_EQ(result["runs"][2]["status"], "ok");
    EXPECT_EQ(result["runs"][2]["passes"]["outputs"], 1);
    EXPECT_EQ(result["runs"][2]["notes"].size(), 2u);
}

TEST(reports, run_in_which_nothing_fits_exits_1_and_says_why) {
    const temporary_folder folder;
    small_experiment().write(folder);
    const finished run =
        lacuna({"run", "config.yaml", "--set", "accelerators.eie.parameters.accumulators=1"}, folder.path());
    EXPECT_EQ(run.code, 1);
    EXPECT_EQ(run.err, "");
    EXPECT_NE(run.out.find("tiny on eie: pe[0] needs 2 accumulators, but has 1 (accumulators)."),
              std::string::npos)
        << run.out;
}

TEST(reports, validate_counts_what_run_would_do) {
    EXPECT_EQ(printed_by({"validate", patterns, negative}),
              std::string(patterns) + ": valid. 1 accelerator, 2 layers, 3 patterns: 6 runs.\n" + negative +
                  ": valid. 1 accelerator, 1 layer, 1 pattern: 1 run.\n");
}

}  // namespace
}  // namespace lacuna::tests
