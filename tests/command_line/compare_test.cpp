/// Whether lacuna compare sets saved results side by side, and refuses what it cannot compare in one
/// sentence.
#include "tests/command_line/refusal.h"

namespace lacuna::tests {
namespace {

using json = nlohmann::ordered_json;
using texts = std::vector<std::string>;

/// A folder with a.json (eie of 2 PEs), b.json (of 4) and cores.json (both of them, and a layer more).
struct saved_runs {
    saved_runs() {
        small_experiment small;
        small.write(folder);
        save("a.json", {});
        save("b.json", {"--set", "accelerators.eie.parameters.pes=4"});
        small.config = with(with(small.config, "  eie:\n", "  two:\n"), "layers: [layer.yaml]",
                            "  four:\n    model: eie\n    parameters:\n      pes: 4\n"
                            "layers: [layer.yaml, wide.yaml]");
        small.write(folder);
        folder.write("wide.yaml", with(with(small.layer, "tiny", "wide"), "outputs: 4", "outputs: 40"));
        save("cores.json", {});
    }
    void save(const std::string& file, const texts& options) const {
        texts arguments = {"run", "config.yaml", "--format", "json"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        folder.write(file, printed_by(arguments));
    }
    std::string printed_by(const texts& arguments) const {
        const finished run = lacuna(arguments, folder.path());
        EXPECT_EQ(run.code, 0) << run.err;
        EXPECT_EQ(run.err, "");
        return run.out;
    }
    json comparisons(texts arguments) const {
        arguments.insert(arguments.begin(), "compare");
        arguments.insert(arguments.end(), {"--format", "json"});
        return json::parse(printed_by(arguments))["comparisons"];
    }
    json saved(const std::string& file) const { return json::parse(bytes_of(folder.path() / file)); }
    std::string refusal(texts arguments) const {
        arguments.insert(arguments.begin(), "compare");
        return refusal_of(arguments, folder);
    }
    temporary_folder folder;
};

TEST(compare, two_results_of_one_config_are_compared_row_by_row) {
    const saved_runs runs;
    const json all = runs.comparisons({"a.json", "b.json"});
    ASSERT_EQ(all.size(), 1u);
    ASSERT_EQ(all[0]["rows"].size(), 1u);
    const json& row = all[0]["rows"][0];
    const json a = runs.saved("a.json")["runs"][0];
    const json b = runs.saved("b.json")["runs"][0];
    for (const char* name : {"accelerator", "status", "cycles", "time_us", "energy_uj", "utilization"}) {
        EXPECT_EQ(row["a"][name], a[name]) << name;
        EXPECT_EQ(row["b"][name], b[name]) << name;
    }
    EXPECT_EQ(row["a_over_b"]["cycles"], a["cycles"].get<double>() / b["cycles"].get<double>());
    EXPECT_EQ(row["a_over_b"]["time"], a["time_us"].get<double>() / b["time_us"].get<double>());
    EXPECT_TRUE(row["a_over_b"]["energy"].is_null());
}

TEST(compare, a_result_with_itself_has_ratios_of_one) {
    const saved_runs runs;
    const json all = runs.comparisons({"cores.json", "cores.json"});
    EXPECT_EQ(all[0]["rows"].size(), 4u);
    for (const json& mean : all[0]["geometric_means"])
        for (const char* name : {"cycles", "time", "utilization"}) EXPECT_EQ(mean["a_over_b"][name], 1.0);
}

TEST(compare, a_single_result_is_compared_with_its_first_accelerator_or_the_one_named) {
    const saved_runs runs;
    const json first = runs.comparisons({"cores.json"});
    ASSERT_EQ(first.size(), 1u);
    for (const json& row : first[0]["rows"]) {
        EXPECT_EQ(row["a"]["accelerator"], "two");
        EXPECT_EQ(row["b"]["accelerator"], "four");
    }
    EXPECT_EQ(first[0]["rows"].size(), 2u);
    const json named = runs.comparisons({"cores.json", "--against", "four"});
    EXPECT_EQ(named[0]["rows"][0]["a"], first[0]["rows"][0]["b"]);
    EXPECT_EQ(named[0]["rows"][0]["b"], first[0]["rows"][0]["a"]);
}

TEST(compare, accelerators_of_other_names_are_compared_with_the_only_one) {
    const saved_runs runs;
    const json all = runs.comparisons({"a.json", "cores.json"});
    ASSERT_EQ(all[0]["rows"].size(), 2u);
    EXPECT_EQ(all[0]["rows"][0]["b"]["accelerator"], "two");
    EXPECT_EQ(all[0]["rows"][0]["a_over_b"]["cycles"], 1.0);
    EXPECT_EQ(all[0]["rows"][1]["b"]["accelerator"], "four");
    EXPECT_EQ(all[0]["without_counterpart"]["b"].size(), 2u);
    const std::string text = runs.printed_by({"compare", "a.json", "cores.json"});
    EXPECT_NE(
        text.find(
            "2 rows of B have no counterpart in A: wide on two (not on eie); wide on four (not on eie)."),
        std::string::npos)
        << text;
}

TEST(compare, every_other_result_is_compared_with_the_first) {
    const saved_runs runs;
    const json all = runs.comparisons({"a.json", "b.json", "cores.json"});
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0], runs.comparisons({"a.json", "b.json"})[0]);
    EXPECT_EQ(all[1], runs.comparisons({"a.json", "cores.json"})[0]);
    const json named = runs.comparisons({"cores.json", "a.json", "--against", "two"});
    ASSERT_EQ(named.size(), 2u) << "with the rest of the first result and with the second";
    EXPECT_EQ(named[0], runs.comparisons({"cores.json"})[0]);
    EXPECT_EQ(named[1]["rows"][0]["a_over_b"]["cycles"], 1.0);
}

TEST(compare, energy_is_compared_where_both_are_priced) {
    const saved_runs runs;
    const std::string tables = LACUNA_SOURCE_DIR "/configs/energy/";
    for (const char* name : {"eie-45nm", "eie-45nm-cacti"})
        runs.folder.write(
            std::string(name) + ".json",
            runs.printed_by({"energy", "a.json", "--table", tables + name + ".yaml", "--format", "json"}));
    const json all = runs.comparisons({"eie-45nm.json", "eie-45nm-cacti.json"});
    EXPECT_GT(all[0]["rows"][0]["a_over_b"]["energy"], 1.0);
    const std::string priced = runs.printed_by({"compare", "eie-45nm.json", "eie-45nm-cacti.json"});
    EXPECT_NE(priced.find("energy uJ"), std::string::npos) << priced;
    const std::string half = runs.printed_by({"compare", "eie-45nm.json", "a.json"});
    EXPECT_EQ(half.find("energy uJ"), std::string::npos) << half;
}

TEST(compare, rows_that_did_not_run_are_shown_as_such) {
    const saved_runs runs;
    json spoilt = runs.saved("cores.json");
    for (const char* key : {"cycles", "time_us", "utilization", "macs"}) spoilt["runs"][1].erase(key);
    spoilt["runs"][1]["status"] = "does_not_fit";
    spoilt["complete"] = false;
    runs.folder.write("part.json", spoilt.dump());
    const json all = runs.comparisons({"cores.json", "part.json"});
    EXPECT_EQ(all[0]["rows"].size(), 4u);
    EXPECT_EQ(all[0]["rows"][1]["b"]["status"], "does_not_fit");
    EXPECT_EQ(all[0]["geometric_means"].back()["rows"], 3);
    EXPECT_EQ(all[0]["b"]["complete"], false);
    const std::string text = runs.printed_by({"compare", "cores.json", "part.json"});
    for (const char* word :
         {"B: part.json, 2 accelerators (small; interrupted: not complete)", " does_not_fit "})
        EXPECT_NE(text.find(word), std::string::npos) << word << " is not in\n" << text;
}

TEST(compare, reports_go_into_a_folder_in_every_format) {
    const saved_runs runs;
    const finished run =
        lacuna({"compare", "a.json", "b.json", "--format", "table,json,csv", "--out", "results"},
               runs.folder.path());
    EXPECT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(lines_of(run.err),
              (texts{"results/compare.txt", "results/compare.json", "results/compare.csv"}));
    EXPECT_EQ(runs.folder.files("results"), (texts{"compare.csv", "compare.json", "compare.txt"}));
    for (const auto& [format, ending] : {std::pair("table", "txt"), {"json", "json"}, {"csv", "csv"}})
        EXPECT_EQ(bytes_of(runs.folder.path() / "results" / (std::string("compare.") + ending)),
                  runs.printed_by({"compare", "a.json", "b.json", "--format", format}));
}

TEST(compare, a_file_may_be_called_by_any_bytes) {
    const saved_runs runs;
    runs.folder.write("\xff.json", bytes_of(runs.folder.path() / "b.json"));
    const json all = runs.comparisons({"a.json", "\xff.json"});
    EXPECT_EQ(all[0]["b"]["file"], "\uFFFD.json");
}

TEST(compare, wrong_arguments_get_one_sentence) {
    const saved_runs runs;
    EXPECT_EQ(runs.refusal({}),
              "lacuna compare needs results that lacuna run --format json wrote (see --help).");
    EXPECT_EQ(runs.refusal({"a.json", "--again", "eie"}),
              "--again is no option of 'lacuna compare RESULT... [options]' (did you mean '--against'?).");
    EXPECT_EQ(runs.refusal({"a.json", "b.json", "--format", "jsom"}),
              "--format: 'jsom' is no report format (did you mean 'json'?).");
    EXPECT_EQ(
        runs.refusal({"a.json", "b.json", "--format", "table,json"}),
        "--format: nothing can read json from standard output where other reports stand with it; give --out "
        "DIR, which gets a file for each report.");
    EXPECT_EQ(runs.refusal({"cores.json", "--against", "for"}),
              "--against: 'for' is no accelerator of cores.json (did you mean 'four'?).");
    EXPECT_EQ(runs.refusal({"a.json"}),
              "a.json has one accelerator, 'eie', and nothing to compare it with; name a second result (see "
              "--help).");
}

TEST(compare, results_without_a_row_in_common_are_refused) {
    const saved_runs runs;
    EXPECT_EQ(runs.refusal({"cores.json", "a.json"}),
              "a.json: no accelerator of it (eie) is named as one of cores.json (two, four); --against NAME "
              "compares all with one of the latter.");
    runs.folder.write("other.json",
                      with(bytes_of(runs.folder.path() / "a.json"), "\"layer\": \"tiny\",\n      \"pattern\"",
                           "\"layer\": \"vast\",\n      \"pattern\""));
    EXPECT_EQ(
        runs.refusal({"a.json", "other.json"}),
        "other.json: no row of it has the layer, pattern and batch of a row of a.json; its first is 'vast', "
        "as_is, 1, there it is 'tiny', as_is, 1.");
}

TEST(compare, a_broken_result_gets_one_sentence_and_no_file) {
    const saved_runs runs;
    const auto refused = [&](const std::string& text) {
        runs.folder.write("broken.json", text);
        const std::string sentence = runs.refusal({"a.json", "broken.json", "--out", "results"});
        EXPECT_FALSE(std::filesystem::exists(runs.folder.path() / "results"));
        return sentence;
    };
    const std::string whole = bytes_of(runs.folder.path() / "b.json");
    EXPECT_EQ(refused(whole.substr(0, 200)), "broken.json: byte 201: the file is no JSON.");
    EXPECT_EQ(refused("{}"), "broken.json: needs the key 'name'.");
    EXPECT_EQ(refused(bytes_of(runs.folder.path() / "config.yaml")),
              "broken.json: byte 2: the file is no JSON.");
    json twice = json::parse(whole);
    twice["runs"].push_back(twice["runs"][0]);
    EXPECT_EQ(
        refused(twice.dump()),
        "broken.json: runs[1] has the layer, pattern, batch and accelerator of runs[0], so that nothing can "
        "be compared with either.");
    EXPECT_EQ(refused(runs.printed_by({"compare", "a.json", "b.json", "--format", "json"})),
              "broken.json: needs the key 'name'.");
    EXPECT_EQ(runs.refusal({"a.json", "missing.json"}),
              "missing.json: the file cannot be opened: No such file or directory.");
}

}  // namespace
}  // namespace lacuna::tests
