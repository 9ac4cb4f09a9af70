/// Sweeps as their users see them after they ran: exported, compared, united.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/command_line/program.h"

namespace lacuna::tests {
namespace {

/// Six points of a small layer, swept into folders of its own.
class swept : public testing::Test {
  protected:
    swept() {
        folder.write(
            "sweep.yaml",
            "name: small\n"
            "accelerators:\n"
            "  eie: {model: eie, parameters: {pes: 4, clock_mhz: 800}}\n"
            "layers:\n"
            "  - {layer: small, kind: fully_connected, inputs: 64, outputs: 48, batch: 1,\n"
            "     weights: {distribution: normal, seed: 1, pattern: {unstructured: {density: 0.25}}},\n"
            "     activations: {density: 0.5, seed: 2}, bias: none, activation_function: relu}\n"
            "sweep:\n"
            "  parameters:\n"
            "    pes: {key: accelerators.eie.parameters.pes, values: [1, 2, 4]}\n"
            "    slots: {key: accelerators.eie.parameters.activation_queue_slots, values: [2, 8]}\n");
    }

    finished call(const std::vector<std::string>& arguments) const {
        return lacuna(arguments, folder.path());
    }

    void run(const std::string& out, const std::string& shard = "1/1") const {
        const finished done =
            call({"sweep", "run", "sweep.yaml", "--out", out, "--shard", shard, "--quiet", "--jobs", "1"});
        ASSERT_EQ(done.code, 0) << done.err;
    }

    void expect_refused(const std::vector<std::string>& arguments, const std::string& sentence) const {
        const finished refused = call(arguments);
        EXPECT_EQ(refused.code, 2);
        EXPECT_EQ(refused.out, "");
        EXPECT_EQ(refused.err, "lacuna: " + sentence + "\n");
    }

    temporary_folder folder;
};

TEST(sweep_help, explains_each_option_and_the_exit_codes) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> all = {
        {"export",
         {"Usage: lacuna sweep export FOLDER", "--format FORMAT", "--out FILE", "--where EXPRESSION",
          "--columns LIST", "--force", "--quiet", "Exit code:"}},
        {"pareto",
         {"Usage: lacuna sweep pareto FOLDER", "--minimize LIST", "--maximize LIST", "--where EXPRESSION",
          "--layer NAME", "--format FORMAT", "--out FILE", "--force", "--quiet", "Exit code:"}},
        {"merge", {"Usage: lacuna sweep merge FOLDER... --out FOLDER", "--quiet", "Exit code:"}}};
    for (const auto& [subverb, words] : all) {
        const finished help = lacuna({"sweep", subverb, "--help"});
        EXPECT_EQ(help.code, 0);
        for (const std::string& word : words)
            EXPECT_NE(help.out.find(word), std::string::npos) << word << " is not in\n" << help.out;
    }
}

TEST_F(swept, rows_are_exported_to_a_file_or_standard_output) {
    run("s");
    const finished all = call({"sweep", "export", "s"});
    EXPECT_EQ(all.code, 0);
    EXPECT_EQ(all.err, "");
    EXPECT_EQ(lines_of(all.out).size(), 7u);
    EXPECT_EQ(all.out.compare(0, 34, "point,pes,slots,accelerator,model,"), 0);
    ASSERT_EQ(call({"sweep", "export", "s", "--out", "all.csv"}).code, 0);
    EXPECT_EQ(bytes_of(folder.path() / "all.csv"), all.out);
    expect_refused({"sweep", "export", "s", "--out", "all.csv"},
                   "all.csv: there is something of this name already; --force replaces it.");
    EXPECT_EQ(call({"sweep", "export", "s", "--where", "pes = 2", "--columns", "slots,pes"}).out,
              "slots,pes\r\n2,2\r\n8,2\r\n");
    expect_refused({"sweep", "export", "s", "--columns", "slot"},
                   "--columns: 'slot' is no column of s (did you mean 'slots'?).");
    expect_refused({"sweep", "export", "s", "--where", "pes <", "--out", "none.csv"},
                   "--where is not an SQL expression that gives one value: near \")\": syntax error.");
    expect_refused({"sweep", "export", "none"},
                   "none: there is no sweep here: no file sweep.sqlite; lacuna sweep run makes one.");
    EXPECT_EQ(folder.files("."), (std::vector<std::string>{"all.csv", "s", "sweep.yaml"}));
}

TEST_F(swept, designs_that_none_beats_are_named) {
    run("s");
    const finished front =
        call({"sweep", "pareto", "s", "--minimize", "pes,cycles", "--where", "slots = 8", "--format", "csv"});
    EXPECT_EQ(front.code, 0);
    EXPECT_EQ(front.err, "3 on the front; 3 designs compared; left out: 3 designs against --where.\n");
    EXPECT_EQ(front.out.compare(0, 44, "point,pes,slots,accelerator,pattern,cycles\r\n"), 0) << front.out;
    EXPECT_EQ(lines_of(front.out).size(), 4u);
    EXPECT_EQ(call({"sweep", "pareto", "s", "--maximize", "utilization", "--quiet"}).err, "");
    expect_refused({"sweep", "pareto", "s"},
                   "lacuna sweep pareto needs --minimize or --maximize, such as --minimize "
                   "cycles,energy_uj,area_mm2.");
    expect_refused({"sweep", "pareto", "s", "--minimize", "cycels"},
                   "--minimize: 'cycels' is no column of s (did you mean 'cycles'?).");
    expect_refused({"sweep", "pareto", "s", "--minimize", "energy_uj"},
                   "s: no design has energy_uj; the config names no energy table for its accelerators.");
}

TEST_F(swept, shards_are_united_and_gone_on_with) {
    run("whole");
    run("a", "1/2");
    run("b", "2/2");
    const finished united = call({"sweep", "merge", "a", "b", "--out", "all"});
    EXPECT_EQ(united.code, 0);
    EXPECT_EQ(united.err, "6 points, 6 of them finished: all\n");
    EXPECT_EQ(call({"sweep", "export", "all"}).out, call({"sweep", "export", "whole"}).out);
    EXPECT_EQ(call({"sweep", "run", "sweep.yaml", "--out", "all", "--resume", "--quiet"}).code, 0);
    expect_refused({"sweep", "merge", "a", "b", "--out", "all"},
                   "all: there is a sweep in this folder already (sweep.sqlite).");
    expect_refused({"sweep", "merge", "a", "b"}, "lacuna sweep merge needs --out FOLDER, a folder for all.");
}

}  // namespace
}  // namespace lacuna::tests
