/// Whether a sweep gives what single runs give, whatever happens to it.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include "tests/command_line/sweep_folder.h"

namespace lacuna::tests {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

/// The leaves of a row of `lacuna run`, by the names that a table gives them.
void flatten(const json& value, const std::string& name, std::map<std::string, json>& to) {
    if (value.is_object()) {
        for (const auto& [key, child] : value.items())
            flatten(child, name.empty() ? key : name + "." + key, to);
    } else if (value.is_array()) {
        std::string joined;
        for (const json& item : value)
            joined +=
                (joined.empty() ? "" : " ") + (item.is_string() ? item.get<std::string>() : item.dump());
        to[name] = joined;
    } else {
        to[name] = value;
    }
}

using sweep_run = sweep_folder;

TEST_F(sweep_run, every_point_is_what_run_gives_of_it_by_the_clocked_engine) {
    write_config(eie("pes", "pes", "values: [1, 3, 8]") +
                 eie("slots", "activation_queue_slots", "log2: {from: 2, to: 8}") +
                 eie("mhz", "clock_mhz", "linear: {from: 0.5, to: 1.5, step: 0.25}") +
                 "    batch_size: {key: layers.0.batch, values: [1, 3]}\n"
                 "    weight_density: {key: [patterns.1.unstructured.density], values: [0.1, 0.6]}\n");
    // A layer in the config itself, so that a parameter reaches it.
    const std::string config = bytes_of(folder.path() / "sweep.yaml");
    const std::string files = "[layer.yaml, ";
    folder.write("sweep.yaml",
                 std::string(config).replace(
                     config.find(files), files.size(),
                     "[{layer: here, inputs: 30, outputs: 20, batch: 1, weights: {distribution: "
                     "uniform, seed: 3}, activations: {density: 0.7, seed: 4}}, "));
    ASSERT_EQ(sweep({"--out", "s"}).code, 0);
    const json rows = json::parse(call({"export", "s", "--format", "json"}).out);
    ASSERT_EQ(rows.size(), 3u * 3 * 5 * 2 * 2 * 6);  // a layer and two of a network, with two patterns
    const std::uint32_t seed = 20161;
    SCOPED_TRACE(fmt::format("seed {}", seed));
    boost::random::mt19937 random(seed);
    for (int i = 0; i < 12; ++i) {
        const json& row =
            rows[boost::random::uniform_int_distribution<std::size_t>(0, rows.size() - 1)(random)];
        SCOPED_TRACE(row.dump());
        const json run =
            result_of({"sweep.yaml", "--set", "accelerators.eie.parameters.pes=" + row["pes"].dump(), "--set",
                       "accelerators.eie.parameters.activation_queue_slots=" + row["slots"].dump(), "--set",
                       "accelerators.eie.parameters.clock_mhz=" + row["mhz"].dump(), "--set",
                       "layers.0.batch=" + row["batch_size"].dump(), "--set",
                       "patterns.1.unstructured.density=" + row["weight_density"].dump()},
                      folder.path());
        int found = 0;
        for (const json& each : run["runs"]) {
            if (each["layer"] != row["layer"] || each["pattern"] != row["pattern"]) continue;
            ++found;
            std::map<std::string, json> figures;
            flatten(each, "", figures);
            EXPECT_EQ(figures["engine"], "clocked");
            EXPECT_GT(figures.size(), 60u);
            for (const auto& [name, value] : figures) {
                if (name == "engine" || name == "simulated_cycles") continue;
                EXPECT_EQ(row.value(name, json("missing")), value) << name;
            }
        }
        EXPECT_EQ(found, 1);
    }
}

TEST_F(sweep_run, the_export_has_the_same_bytes_for_any_number_of_jobs) {
    write_long_sweep();
    ASSERT_EQ(sweep({"--out", "one", "--jobs", "1"}).code, 0);
    const std::string of_one = exported("one");
    EXPECT_EQ(lines_of(of_one).size(), 1u + 4 * 6 * 10 * 6);
    for (const std::string jobs : {"2", "7"}) {
        ASSERT_EQ(sweep({"--out", jobs, "--jobs", jobs}).code, 0);
        EXPECT_EQ(exported(jobs), of_one);
    }
}

/// Starts a sweep, kills it, and so on until one comes to its end.
TEST_F(sweep_run, killed_at_any_moment_it_goes_on_and_has_every_point_once) {
    write_long_sweep();
    ASSERT_EQ(sweep({"--out", "undisturbed"}).code, 0);
    const std::string expected = exported("undisturbed");
    const std::uint32_t seed = 2016;
    SCOPED_TRACE(fmt::format("seed {}", seed));
    boost::random::mt19937 random(seed);
    int kills = 0;
    int longest_ms = 40;
    for (bool ended = false; !ended;) {
        process running(command({"sweep", "run", "sweep.yaml", "--quiet", "--out", "s", "--resume"}),
                        folder.path());
        const int wait = boost::random::uniform_int_distribution<int>(1, longest_ms)(random);
        std::this_thread::sleep_for(std::chrono::milliseconds(wait));
        running.signal(SIGKILL);
        const finished done = running.wait();
        ended = done.code == 0;
        ASSERT_TRUE(ended || done.code == 128 + SIGKILL) << done.code << done.err;
        kills += !ended;
        longest_ms = longest_ms * 5 / 4;
    }
    EXPECT_GT(kills, 3);
    EXPECT_EQ(exported("s"), expected);
}

TEST_F(sweep_run, a_signal_ends_it_cleanly_and_resume_goes_on) {
    write_long_sweep();
    process running(command({"sweep", "run", "sweep.yaml", "--out", "s", "--jobs", "1"}), folder.path());
    while (call({"export", "s", "--quiet"}).code != 0)  // until it has begun
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    running.signal(SIGINT);
    const finished stopped = running.wait();
    if (stopped.code == 0) GTEST_SKIP() << "the sweep was over before it was stopped";
    EXPECT_EQ(stopped.code, 130);
    EXPECT_NE(stopped.err.find("Interrupted; --resume goes on.\n"), std::string::npos) << stopped.err;
    EXPECT_EQ(folder.files("s"), (std::vector<std::string>{"sweep.sqlite"})) << "no log is left";
    ASSERT_EQ(sweep({"--out", "s", "--resume"}).code, 0);
    ASSERT_EQ(sweep({"--out", "whole"}).code, 0);
    EXPECT_EQ(exported("s"), exported("whole"));
}

TEST_F(sweep_run, shards_unite_to_the_whole) {
    write_long_sweep();
    ASSERT_EQ(sweep({"--out", "whole"}).code, 0);
    for (const std::string i : {"1", "2", "3"})
        ASSERT_EQ(sweep({"--out", "s" + i, "--shard", i + "/3"}).code, 0);
    EXPECT_EQ(call({"merge", "s1", "s2", "s3", "--out", "united"}).code, 0);
    EXPECT_EQ(exported("united"), exported("whole"));
    const finished twice = call({"merge", "s1", "whole", "--out", "twice"});
    EXPECT_EQ(twice.code, 0);
    EXPECT_NE(twice.err.find("Several folders had "), std::string::npos) << twice.err;
    EXPECT_EQ(exported("twice"), exported("whole"));
    EXPECT_EQ(sweep({"--out", "united", "--resume"}).code, 0) << "a whole sweep, of which nothing is missing";
}

TEST_F(sweep_run, combinations_that_a_model_refuses_are_rows_that_say_why) {
    // Every value by itself can be: a queue of 1 slot needs a broadcast latency that the first has not.
    write_config(eie("slots", "activation_queue_slots", "values: [1, 2]") +
                 eie("latency", "broadcast_latency_cycles", "values: [0, 1]"));
    const finished done = sweep({"--out", "s"});
    EXPECT_EQ(done.code, 0) << done.err;
    const json rows = json::parse(call({"export", "s", "--format", "json"}).out);
    std::map<std::string, int> statuses;
    for (const json& row : rows) {
        ++statuses[row["status"]];
        if (row["status"] == "refused") {
            EXPECT_NE(row["message"].get<std::string>().find("activation_queue_slots is 1"),
                      std::string::npos);
        }
    }
    EXPECT_GT(statuses["refused"], 0);
    EXPECT_GT(statuses["ok"], 0);
    EXPECT_EQ(rows.size(), 4u * 6);
}

TEST_F(sweep_run, a_point_that_takes_too_long_is_an_error_of_its_own) {
    write_config(eie("pes", "pes", "values: [1, 2]"));
    folder.write(
        "layer.yaml",
        "layer: long\ninputs: 1000\noutputs: 1000\nbatch: 4000\nweights: {distribution: normal, seed: "
        "1}\nactivations: {density: 1, seed: 2}\n");
    const std::string config = bytes_of(folder.path() / "sweep.yaml");
    const std::string patterns = "patterns: [as_is, {unstructured: {density: 0.5}}]\n";
    folder.write("sweep.yaml", std::string(config).replace(config.find(patterns), patterns.size(), ""));
    const finished done = sweep(
        {"--out", "s", "--time-limit", "0.5", "--set", "accelerators.eie.parameters.capacity=unbounded"});
    EXPECT_EQ(done.code, 1);
    const json rows = json::parse(call({"export", "s", "--format", "json"}).out);
    ASSERT_EQ(rows.size(), 6u);
    for (const json& row : rows) {
        const bool is_long = row["layer"] == "long";
        EXPECT_EQ(row["status"], is_long ? "error" : "ok");
        if (is_long) {
            EXPECT_EQ(row["message"], "It took longer than the limit of 0.5 s, and was ended.");
        }
    }
}

TEST_F(sweep_run, nothing_is_lost_where_the_disk_is_full) {
    write_long_sweep();
    ASSERT_EQ(sweep({"--out", "whole"}).code, 0);
    rlimit before;
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 300'000;  // the database has some hundred kilobytes more
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    const finished full = sweep({"--out", "s"});
    setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(full.code, 2);
    EXPECT_EQ(full.err.compare(0, 32, "lacuna: s/sweep.sqlite: the disk"), 0) << full.err;
    EXPECT_GT(lines_of(exported_so_far("s")).size(), 1u) << "what was finished before is kept";
    ASSERT_EQ(sweep({"--out", "s", "--resume"}).code, 0);
    EXPECT_EQ(exported("s"), exported("whole"));
}

TEST_F(sweep_run, a_folder_has_one_sweep_and_one_process_at_work) {
    write_long_sweep();
    process running(command({"sweep", "run", "sweep.yaml", "--out", "s", "--quiet", "--jobs", "1"}),
                    folder.path());
    while (!fs::exists(folder.path() / "s" / "sweep.sqlite"))
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    running.signal(SIGSTOP);  // it will not end before the others
    expect_refused(
        sweep({"--out", "s", "--resume"}),
        "s: another sweep is at work on this folder; wait for its end, or name another with --out.");
    running.signal(SIGKILL);
    running.wait();
    write_config(eie("pes", "pes", "values: [1, 2]"));
    ASSERT_EQ(sweep({"--out", "t"}).code, 0);
    expect_refused(
        sweep({"--out", "t"}),
        "t: there is a sweep in this folder; --resume goes on with it, --out names another folder.");
    EXPECT_EQ(sweep({"--out", "t", "--resume"}).code, 0);
}

TEST_F(sweep_run, it_goes_on_only_with_what_it_began_with) {
    write_long_sweep();
    const auto lines = [&] { return exported("s"); };
    ASSERT_EQ(sweep({"--out", "s", "--shard", "1/2"}).code, 0);
    const std::string kept = lines();
    expect_refused(sweep({"--out", "s", "--resume"}),
                   "s: cannot go on: this folder has shard 1/2 of the sweep, not 1/1.");
    expect_refused(
        sweep(
            {"--out", "s", "--resume", "--shard", "1/2", "--set", "accelerators.eie.parameters.run_bits=3"}),
        "s: cannot go on: config.accelerators.eie.parameters.run_bits is another than when this sweep "
        "began; what is finished stays. --out names a folder for a new sweep.");
    EXPECT_EQ(lines(), kept);
}

TEST_F(sweep_run, a_layer_file_that_changed_is_noticed) {
    write_config(eie("pes", "pes", "values: [1, 2]"));
    const auto matrix = [](int value) {
        return fmt::format("%%MatrixMarket matrix coordinate real general\n32 40 1\n1 1 {}\n", value);
    };
    folder.write("w.mtx", matrix(1));
    folder.write("network.yaml",
                 "layer: of a file\ninputs: 40\noutputs: 32\nbatch: 50000\nweights: {file: w.mtx}\n"
                 "activations: {density: 1, seed: 2}\n");
    ASSERT_EQ(sweep({"--out", "s", "--time-limit", "0.05"}).code, 1) << "it takes longer";
    const auto finished_lines = [&] {
        return lines_of(call({"export", "s", "--quiet", "--columns", "point,layer,pattern,cycles", "--where",
                              "status = 'ok'"})
                            .out);
    };
    const std::vector<std::string> kept = finished_lines();
    EXPECT_GT(kept.size(), 1u);
    folder.write("w.mtx", matrix(3));
    expect_refused(
        sweep({"--out", "s", "--resume", "--retry-errors"}),
        "s/sweep.sqlite: the data of layer of a file is another than when this sweep began: a file that "
        "it comes from has changed; what is finished stays. --out names a folder for a new sweep.");
    const std::vector<std::string> now = finished_lines();
    for (const std::string& line : kept)
        EXPECT_NE(std::find(now.begin(), now.end(), line), now.end()) << line;
    folder.write("w.mtx", matrix(1));
    EXPECT_EQ(sweep({"--out", "s", "--resume", "--retry-errors"}).code, 0);
    EXPECT_EQ(exported("s").find("error"), std::string::npos);
}

/// Many sets of data with few points, where each worker loads its own; and one alone, whose points share it.
TEST_F(sweep_run, points_with_data_of_their_own_are_the_same_for_any_number_of_jobs) {
    write_config(
        eie("pes", "pes", "values: [1, 4]") +
        "    weight_density: {key: patterns.1.unstructured.density, values: [0.1, 0.2, 0.4, 0.8]}\n");
    for (const std::string jobs : {"1", "2", "3"}) {
        ASSERT_EQ(sweep({"--out", jobs, "--jobs", jobs}).code, 0);
        EXPECT_EQ(exported(jobs), exported("1"));
    }
    EXPECT_EQ(lines_of(exported("1")).size(), 1u + 8 * 6);
    process running(command({"sweep", "run", "sweep.yaml", "--quiet", "--out", "s", "--jobs", "3"}),
                    folder.path());
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    running.signal(SIGKILL);
    running.wait();
    ASSERT_EQ(sweep({"--out", "s", "--jobs", "1", "--resume"}).code, 0);
    EXPECT_EQ(exported("s"), exported("1"));
}

/// Layers and patterns of which each can be, but not together.
TEST_F(sweep_run, layers_and_patterns_that_cannot_be_together_are_rows_that_say_why) {
    write_config(
        "    chosen_patterns: {key: patterns, values: [[as_is], [dense, \"2:4\"]]}\n"
        "    chosen_layer: {key: layers.0, values: [layer.yaml, stream.yaml]}\n");
    folder.write(
        "stream.yaml",
        "layer: stream\nkind: gemm\nm: 64\nk: 64\nn: 64\ncheck: sampled\nweights: {distribution: normal, "
        "seed: 1}\nactivations: {distribution: normal, seed: 2}\n");
    const std::string config = bytes_of(folder.path() / "sweep.yaml");
    folder.write(
        "sweep.yaml",
        "name: x\naccelerators:\n  core: {model: sparse_tensor_core, parameters: {tile: [64, 64, 64], "
        "warp_tile: [32, 32], on_violation: dense}}\nlayers: [layer.yaml, network.yaml]\npatterns: [as_is]\n" +
            config.substr(config.find("sweep:\n")));
    for (const std::string jobs : {"1", "2"}) {
        const finished done = sweep({"--out", jobs, "--jobs", jobs});
        EXPECT_EQ(done.code, 0) << done.err;
        std::map<std::string, int> statuses;
        for (const json& row : json::parse(call({"export", jobs, "--format", "json"}).out)) {
            ++statuses[row["status"]];
            if (row["status"] == "refused") {
                EXPECT_NE(
                    row["message"].get<std::string>().find("the pattern 2:4 cannot be put on layer 'stream'"),
                    std::string::npos)
                    << row;
            }
        }
        EXPECT_EQ(statuses, (std::map<std::string, int>{{"ok", 3 + 6 + 3}, {"refused", 1}})) << jobs;
    }
    EXPECT_EQ(exported("1"), exported("2"));
}

TEST_F(sweep_run, a_database_of_something_else_is_left_alone) {
    write_long_sweep();
    folder.write("s/sweep.sqlite", "no database at all");
    EXPECT_EQ(sweep({"--out", "s"}).code, 2);
    EXPECT_EQ(bytes_of(folder.path() / "s" / "sweep.sqlite"), "no database at all");
}

TEST_F(sweep_run, impossible_values_are_refused_before_anything_runs) {
    write_config(eie("pes", "pes", "values: [1, 0]"));
    expect_refused(
        sweep({"--out", "s"}),
        "sweep.yaml:8: the parameter pes has a value that cannot be: --set "
        "accelerators.eie.parameters.pes=0: accelerators.eie.parameters.pes must be an integer (1 to "
        "4096), but is '0'.");
    write_config("    pes: {key: accelerators.eie.parameters.pess, values: [1, 2]}\n");
    expect_refused(sweep({"--out", "s"}),
                   "sweep.yaml:8: the parameter pes has a value that cannot be: --set "
                   "accelerators.eie.parameters.pess=1: model eie has no key 'pess' (did you mean 'pes'?).");
    write_config("    nobody: {key: name, values: [a, b]}\n");
    expect_refused(
        sweep({"--out", "s"}),
        "sweep.yaml:8: the parameter nobody sets 'name', which is none of accelerators, layers and "
        "patterns.");
    EXPECT_FALSE(fs::exists(folder.path() / "s"));
    folder.write("plain.yaml", "name: x\naccelerators: {eie: {model: eie}}\nlayers: [layer.yaml]\n");
    expect_refused(
        call({"run", "plain.yaml", "--out", "s"}),
        "plain.yaml: a sweep needs the key 'sweep', which names parameters and their values (README, "
        "section 'Sweeps').");
}

TEST_F(sweep_run, a_folder_that_cannot_be_written_is_refused) {
    write_long_sweep();
    folder.write("file", "");
    const finished refused = sweep({"--out", "file"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(refused.err, "lacuna: Cannot make the folder file: Not a directory.\n");
    if (::geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
    fs::create_directory(folder.path() / "locked");
    fs::permissions(folder.path() / "locked", fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(sweep({"--out", "locked"}).code, 2);
    fs::permissions(folder.path() / "locked", fs::perms::owner_all);
}

TEST_F(sweep_run, run_takes_the_config_of_a_sweep_as_it_stands) {
    write_long_sweep();
    const finished run = lacuna({"run", "sweep.yaml", "--engine", "transaction"}, folder.path());
    EXPECT_EQ(run.code, 0);
    EXPECT_EQ(
        run.err,
        "sweep.yaml: this config describes a sweep; run takes it as it stands, and lacuna sweep run all its "
        "points.\n");
}

}  // namespace
}  // namespace lacuna::tests
