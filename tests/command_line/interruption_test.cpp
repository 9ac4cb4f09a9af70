/// What is left when a run is ended from outside.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <thread>

#include "tests/command_line/bank_folder.h"
#include "tests/command_line/refusal.h"

namespace lacuna::tests {
namespace {

using std::chrono::steady_clock;
using json = nlohmann::ordered_json;

/// A layer of a moment, and one of many minutes on one PE.
void write_long_experiment(const temporary_folder& folder) {
    small_experiment experiment;
    experiment.config = with(experiment.config, "pes: 2", "{pes: 1, capacity: unbounded}");
    experiment.config = with(experiment.config, "[layer.yaml]", "[layer.yaml, long.yaml]");
    experiment.write(folder);
    folder.write("long.yaml",
                 "layer: long\n"
                 "inputs: 1000\n"
                 "outputs: 1000\n"
                 "batch: 20000\n"
                 "weights: {distribution: normal, seed: 1}\n"
                 "activations: {density: 1, seed: 2}\n");
}

/// A run that has finished its first row and is at its second, for the progress bar says so.
struct run_at_its_second_row {
    explicit run_at_its_second_row(std::vector<std::string> options) {
        write_long_experiment(folder);
        options.insert(options.begin(), {"run", "config.yaml"});
        running = std::make_unique<process>(command(options), folder.path(), process::errors::to_terminal);
        EXPECT_TRUE(running->terminal_shows("1/2 long"));
    }
    temporary_folder folder;
    std::unique_ptr<process> running;
};

class interrupting : public testing::TestWithParam<int> {};

TEST_P(interrupting, leaves_the_finished_rows_marked_incomplete) {
    SKIP_WITHOUT_TERMINALS();
    const run_at_its_second_row test({"--format", "json,table,csv", "--out", "results"});
    const auto begin = steady_clock::now();
    test.running->signal(GetParam());
    const finished run = test.running->wait();
    EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(10));
    EXPECT_EQ(run.code, 130);
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(test.folder.files("results"),
              (std::vector<std::string>{"config.csv", "config.json", "config.txt"}));
    const json result = json::parse(bytes_of(test.folder.path() / "results" / "config.json"));
    EXPECT_EQ(result["complete"], false);
    ASSERT_EQ(result["runs"].size(), 1u);
    EXPECT_EQ(result["runs"][0]["layer"], "tiny");
    EXPECT_EQ(result["runs"][0]["check"], "exact");
    const std::string table = bytes_of(test.folder.path() / "results" / "config.txt");
    EXPECT_NE(table.find("small (interrupted: not complete)"), std::string::npos) << table;
}

INSTANTIATE_TEST_SUITE_P(signals, interrupting, testing::Values(SIGINT, SIGTERM),
                         [](const auto& test) { return test.param == SIGINT ? "SIGINT" : "SIGTERM"; });

TEST(interruption, without_a_folder_the_finished_rows_are_printed) {
    SKIP_WITHOUT_TERMINALS();
    const run_at_its_second_row test({"--format", "json"});
    test.running->signal(SIGINT);
    const finished run = test.running->wait();
    EXPECT_EQ(run.code, 130);
    const json result = json::parse(run.out);
    EXPECT_EQ(result["complete"], false);
    EXPECT_EQ(result["runs"].size(), 1u);
}

TEST(interruption, ends_the_configs_that_follow_too) {
    SKIP_WITHOUT_TERMINALS();
    const temporary_folder folder;
    write_long_experiment(folder);
    folder.write("next.yaml", small_experiment().config);
    process running(command({"run", "config.yaml", "next.yaml", "--format", "json", "--out", "results"}),
                    folder.path(), process::errors::to_terminal);
    ASSERT_TRUE(running.terminal_shows("1/2 long"));
    running.signal(SIGINT);
    EXPECT_EQ(running.wait().code, 130);
    EXPECT_EQ(folder.files("results"), std::vector<std::string>{"config.json"});
}

TEST(interruption, while_weights_are_drawn_ends_the_run_at_once) {
    SKIP_WITHOUT_TERMINALS();
    const temporary_folder folder;
    write_long_experiment(folder);
    folder.write("long.yaml",  // half a minute of drawing
                 "layer: long\n"
                 "inputs: 60000\n"
                 "outputs: 60000\n"
                 "weights: {distribution: normal, seed: 1, pattern: {unstructured: {density: 0.0001}}}\n"
                 "activations: {density: 0.0001, seed: 2}\n");
    for (const char* const engine : {"clocked", "transaction"}) {
        SCOPED_TRACE(engine);
        process running(command({"run", "config.yaml", "--format", "json", "--engine", engine}),
                        folder.path(), process::errors::to_terminal);
        ASSERT_TRUE(running.terminal_shows("1/2 long"));
        const auto begin = steady_clock::now();
        running.signal(SIGINT);
        const finished run = running.wait();
        EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(2));
        EXPECT_EQ(run.code, 130);
        const json result = json::parse(run.out);
        EXPECT_EQ(result["complete"], false);
        ASSERT_EQ(result["runs"].size(), 1u);
        EXPECT_EQ(result["runs"][0]["layer"], "tiny");
    }
}

TEST(interruption, second_signal_ends_a_program_that_does_not_look_for_the_first) {
    const temporary_folder folder;
    const std::filesystem::path pipe = folder.path() / "config.yaml";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    process running(command({"run", "config.yaml"}), folder.path());
    const int writing = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);  // waits until the program reads
    ASSERT_GE(writing, 0);
    running.signal(SIGINT);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));  // two signals at once are one
    running.signal(SIGINT);
    EXPECT_EQ(running.wait().code, 128 + SIGINT);
    ::close(writing);
}

TEST(interruption, ends_validate_too) {
    const temporary_folder folder;
    const std::filesystem::path pipe = folder.path() / "config.yaml";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    folder.write("layer.yaml", bank_folder::layer);
    bank_folder().write(folder);
    process running(command({"validate", "config.yaml"}), folder.path());
    const int writing = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
    ASSERT_GE(writing, 0);
    running.signal(SIGTERM);
    std::this_thread::sleep_for(
        std::chrono::milliseconds(200));  // the signal is seen when the config is read
    const std::string config = small_experiment().config;
    EXPECT_EQ(::write(writing, config.data(), config.size()), static_cast<ssize_t>(config.size()));
    ::close(writing);
    const finished run = running.wait();
    EXPECT_EQ(run.code, 130);
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(run.err, "");
}

TEST(interruption, kill_in_the_middle_of_a_run_leaves_no_result) {
    SKIP_WITHOUT_TERMINALS();
    const run_at_its_second_row test({"--format", "json", "--out", "results"});
    test.running->signal(SIGKILL);
    EXPECT_EQ(test.running->wait().code, 128 + SIGKILL);
    EXPECT_EQ(test.folder.files("results"), std::vector<std::string>{});
}

TEST(interruption, kill_at_any_time_leaves_the_old_result_or_the_new_one) {
    const temporary_folder folder;
    small_experiment().write(folder);
    const std::vector<std::string> run_new = {
        "run",  "config.yaml", "--set",   "name=the new one", "--format",
        "json", "--out",       "results", "--per-instance",   "--quiet"};
    ASSERT_EQ(lacuna(run_new, folder.path()).code, 0);
    const std::filesystem::path file = folder.path() / "results" / "config.json";
    const std::string new_result = bytes_of(file);
    const std::string old_result = std::string(2 * new_result.size(), '?');
    int replaced = 0;
    constexpr int kills = 60;
    for (int i = 0; i < kills; ++i) {
        SCOPED_TRACE("killed after " + std::to_string(i) + " half milliseconds");
        folder.write("results/config.json", old_result);
        process running(command(run_new), folder.path());
        std::this_thread::sleep_for(std::chrono::microseconds(500 * i));
        running.signal(SIGKILL);
        running.wait();
        const std::string left = bytes_of(file);
        EXPECT_TRUE(left == old_result || left == new_result) << left;
        replaced += left == new_result;
    }
    EXPECT_LT(replaced, kills) << "every kill came too late to test anything";
}

TEST(interruption, existing_result_is_replaced_whole) {
    const temporary_folder folder;
    small_experiment().write(folder);
    const std::vector<std::string> run = {"run",   "config.yaml", "--format", "json",
                                          "--out", "results",     "--quiet"};
    folder.write("results/config.json", std::string(1 << 20, '?'));
    ASSERT_EQ(lacuna(run, folder.path()).code, 0);
    EXPECT_EQ(bytes_of(folder.path() / "results" / "config.json"),
              lacuna({"run", "config.yaml", "--format", "json"}, folder.path()).out);
    EXPECT_EQ(folder.files("results"), std::vector<std::string>{"config.json"});
}

}  // namespace
}  // namespace lacuna::tests
