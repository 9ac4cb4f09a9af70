/// Whether the program explains itself, on standard output and with exit code 0.
#include <gtest/gtest.h>

#include "tests/command_line/program.h"

namespace lacuna::tests {
namespace {

/// What the program prints where nothing can go wrong.
std::string printed_by(const std::vector<std::string>& arguments) {
    const finished run = lacuna(arguments);
    EXPECT_EQ(run.code, 0);
    EXPECT_EQ(run.err, "");
    return run.out;
}

void expect_mentions(const std::string& text, const std::vector<std::string>& words) {
    for (const std::string& word : words)
        EXPECT_NE(text.find(word), std::string::npos) << word << " is not in\n" << text;
}

TEST(help, program_names_its_verbs) {
    const std::string text = printed_by({"--help"});
    expect_mentions(text, {"Usage: lacuna VERB", "\n  run ", "\n  validate ", "\n  compare ", "\n  energy ",
                           "\n  trace ", "\n  list ", "--version"});
    EXPECT_EQ(printed_by({"-h"}), text);
}

TEST(help, every_verb_explains_each_option_and_its_exit_codes) {
    expect_mentions(
        printed_by({"run", "--help"}),
        {"Usage: lacuna run CONFIG...", "--set KEY=VALUE", "--engine ENGINE", "clocked", "--format LIST",
         "table, json", "csv", "--out DIR", "--per-instance", "--quiet", "--help", "Exit code:", "130"});
    expect_mentions(printed_by({"validate", "--help"}),
                    {"Usage: lacuna validate CONFIG...", "--set KEY=VALUE", "--help", "Exit code:"});
    expect_mentions(printed_by({"compare", "--help"}),
                    {"Usage: lacuna compare RESULT...", "--against NAME", "--format LIST", "--out DIR",
                     "--help", "A / B", "geometric", "Exit code:"});
    expect_mentions(
        printed_by({"energy", "--help"}),
        {"Usage: lacuna energy RESULT --table TABLE", "--table ", "--format FORMAT", "--help", "Exit code:"});
    expect_mentions(printed_by({"trace", "--help"}),
                    {"Usage: lacuna trace SUBVERB", "\n  info ", "\n  import ", "\n  generate ", "\n  prune ",
                     "A trace is", "A weight file is"});
    expect_mentions(
        printed_by({"trace", "info", "--help"}),
        {"Usage: lacuna trace info FILE", "--tensor NAME", "--layer NAME", "--network PROTOTXT",
         "--shape ROWSxCOLUMNS", "--transposed", "--pes N", "--value-bits N", "--block ROWSxCOLUMNS",
         "--banks N", "--format FORMAT", "--help", "imbalance", "Exit code:"});
    expect_mentions(
        printed_by({"trace", "import", "--help"}),
        {"Usage: lacuna trace import FILE --out TRACE.yaml", "--network PROTOTXT", "--tensor NAME",
         "--density D", "--seed S", "--batch N", "--image HxW", "--force", "Exit code:"});
    expect_mentions(printed_by({"trace", "generate", "--help"}),
                    {"Usage: lacuna trace generate", "--inputs I", "--outputs O", "--seed S", "--out FILE",
                     "--distribution NAME", "--density D", "--row-cv X", "--activations-density A",
                     "--batch N", "--pes P", "--force", "Exit code:"});
    expect_mentions(
        printed_by({"trace", "prune", "--help"}),
        {"Usage: lacuna trace prune FILE --pattern PATTERN", "--out FILE", "--layer NAME", "--tensor NAME",
         "--network PROTOTXT", "--image HxW", "--permute", "--pes P", "--force", "Exit code:"});
    expect_mentions(printed_by({"list", "--help"}),
                    {"Usage: lacuna list models|patterns|formats|statistics|energy", "--help"});
}

TEST(help, stands_above_other_arguments) {
    EXPECT_EQ(printed_by({"run", "missing.yaml", "--help"}), printed_by({"run", "-h"}));
}

TEST(help, version_is_one_line) {
    const std::string text = printed_by({"--version"});
    EXPECT_EQ(text.compare(0, 7, "lacuna "), 0);
    EXPECT_NE(text.find_first_of("0123456789"), std::string::npos);
    EXPECT_EQ(lines_of(text).size(), 1u);
}

TEST(list, models_names_every_parameter_that_a_result_echoes) {
    const std::string text = printed_by({"list", "models"});
    const auto result = result_of({"tests/golden/eie-negative-activations.yaml"});
    const auto& parameters = result["config"]["accelerators"]["eie"]["parameters"];
    EXPECT_GE(parameters.size(), 10u);
    for (const auto& [name, value] : parameters.items()) expect_mentions(text, {"\n  " + name + ": "});
    expect_mentions(text, {"Han et al., ISCA 2016", "Engines: clocked", "pes: 64 PEs (1 to 4096)"});
}

TEST(list, statistics_names_every_counter_that_a_result_has) {
    const std::string text = printed_by({"list", "statistics"});
    const auto result = result_of({"tests/golden/eie-negative-activations.yaml"});
    const auto& row = result["runs"][0];
    EXPECT_GE(row["counts"].size() + row["stalls"].size(), 15u);
    for (const char* kind : {"counts", "stalls"})
        for (const auto& [name, value] : row[kind].items()) expect_mentions(text, {"\n" + name + " "});
}

TEST(list, patterns_and_formats_give_meaning_and_source) {
    expect_mentions(printed_by({"list", "patterns"}),
                    {"as_is", "dense", "{unstructured: {density: 0.25}}", "Han et al."});
    expect_mentions(printed_by({"list", "formats"}),
                    {"CSR", "CSC", "relative-index CSC", "EIE bank folder", "act.dat"});
}

}  // namespace
}  // namespace lacuna::tests
