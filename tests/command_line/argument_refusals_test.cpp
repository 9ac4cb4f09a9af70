/// What wrong arguments get.
#include "tests/command_line/refusal.h"

namespace lacuna::tests {
namespace {

TEST(argument_refusals, unknown_verb_gets_the_nearest_one) {
    const temporary_folder folder;
    EXPECT_EQ(refusal_of({"validat"}, folder), "'validat' is no verb of lacuna (did you mean 'validate'?).");
    EXPECT_EQ(refusal_of({"price"}, folder),
              "'price' is no verb of lacuna; known are: run, sweep, validate, compare, energy, trace, list.");
    EXPECT_EQ(refusal_of({}, folder),
              "lacuna needs a verb: run, sweep, validate, compare, energy, trace, list (see lacuna --help).");
}

TEST(argument_refusals, line_break_in_an_argument_makes_no_second_line) {
    const temporary_folder folder;
    EXPECT_EQ(
        refusal_of({"ru\nn\x1b[2J"}, folder),
        "'ru\\nn\\x1b[2J' is no verb of lacuna; known are: run, sweep, validate, compare, energy, trace, list.");
    const std::string start(120, 'v');
    EXPECT_EQ(
        refusal_of({start + "erb"}, folder),
        "'" + start +
            "...' is no verb of lacuna; known are: run, sweep, validate, compare, energy, trace, list.");
    EXPECT_EQ(refusal_of_run({"a\nb.yaml"}, folder),
              "a?b.yaml: the file cannot be opened: No such file or directory.");
}

TEST(argument_refusals, unknown_option_gets_the_nearest_one) {
    const temporary_folder folder;
    small_experiment().write(folder);
    EXPECT_EQ(refusal_of_run({"config.yaml", "--ferment", "json"}, folder),
              "--ferment is no option of 'lacuna run CONFIG... [options]' (did you mean '--format'?).");
    EXPECT_EQ(refusal_of_run({"config.yaml", "--engin=clocked"}, folder),
              "--engin is no option of 'lacuna run CONFIG... [options]' (did you mean '--engine'?).");
    EXPECT_EQ(refusal_of({"validate", "config.yaml", "--out", "results"}, folder),
              "--out is no option of 'lacuna validate CONFIG... [options]'; known are: --set, --help.");
    EXPECT_EQ(
        refusal_of({"list", "models", "-x"}, folder),
        "-x is no option of 'lacuna list models|patterns|formats|statistics|energy'; known are: --help.");
}

TEST(argument_refusals, option_without_its_value_is_named) {
    const temporary_folder folder;
    small_experiment().write(folder);
    EXPECT_EQ(refusal_of({"run", "config.yaml", "--engine"}, folder),
              "lacuna run CONFIG... [options]: the required argument for option '--engine' is missing (see "
              "--help).");
    EXPECT_EQ(refusal_of_run({"config.yaml", "--quiet=yes"}, folder),
              "lacuna run CONFIG... [options]: option '--quiet' does not take any arguments (see --help).");
}

TEST(argument_refusals, unknown_format_engine_and_subject_get_the_known_ones) {
    const temporary_folder folder;
    small_experiment().write(folder);
    EXPECT_EQ(refusal_of({"run", "config.yaml", "--format", "jsom"}, folder),
              "--format: 'jsom' is no report format (did you mean 'json'?).");
    EXPECT_EQ(refusal_of({"run", "config.yaml", "--format", "json,,csv"}, folder),
              "--format: '' is no report format; known are: table, json, csv.");
    EXPECT_EQ(refusal_of_run({"config.yaml", "--engine", "transactions"}, folder),
              "--engine: 'transactions' is no engine (did you mean 'transaction'?).");
    EXPECT_EQ(refusal_of({"list", "model"}, folder), "lacuna list has no 'model' (did you mean 'models'?).");
    EXPECT_EQ(refusal_of({"list"}, folder),
              "lacuna list needs one of: models, patterns, formats, statistics, energy.");
}

TEST(argument_refusals, reports_for_programs_share_standard_output_with_nothing) {
    const temporary_folder folder;
    small_experiment().write(folder);
    const auto sentence = [](const std::string& format) {
        return "--format: nothing can read " + format +
               " from standard output where other reports stand with it; give --out DIR, which gets a file for "
               "each report.";
    };
    const auto refused = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "run");
        return refusal_of(arguments, folder);
    };
    EXPECT_EQ(refused({"config.yaml", "--format", "json,csv"}), sentence("json"));
    EXPECT_EQ(refused({"config.yaml", "--format", "csv,json"}), sentence("csv"));
    EXPECT_EQ(refused({"config.yaml", "--format", "table,json"}), sentence("json"));
    EXPECT_EQ(refused({"config.yaml", "--format", "csv,csv"}), sentence("csv"));
    EXPECT_EQ(refused({"config.yaml", "config.yaml", "--format", "csv"}), sentence("csv"));
    EXPECT_EQ(refused({"missing.yaml", "missing.yaml", "--format", "json"}), sentence("json"))
        << "before anything is read";
}

TEST(argument_refusals, verb_without_a_config_says_so) {
    const temporary_folder folder;
    EXPECT_EQ(refusal_of_run({}, folder),
              "lacuna run needs a config, such as configs/eie.yaml (see --help).");
    EXPECT_EQ(refusal_of({"validate"}, folder),
              "lacuna validate needs a config, such as configs/eie.yaml (see --help).");
}

TEST(argument_refusals, wrong_set_quotes_the_option) {
    const temporary_folder folder;
    small_experiment().write(folder);
    EXPECT_EQ(refusal_of_run({"config.yaml", "--set", "name"}, folder),
              "--set name: a value is missing; write --set KEY=VALUE, as in --set "
              "accelerators.eie.parameters.pes=32.");
    EXPECT_EQ(
        refusal_of_run({"config.yaml", "--set", "accelerators.eye.parameters.pes=4"}, folder),
        "--set accelerators.eye.parameters.pes=4: accelerators has no key 'eye' (did you mean 'eie'?).");
    EXPECT_EQ(
        refusal_of_run({"config.yaml", "--set", "accelerators.eie.parameters.pes=010"}, folder),
        "--set accelerators.eie.parameters.pes=010: accelerators.eie.parameters.pes must be an integer (1 to "
        "4096), but is '010', which YAML 1.1 reads as octal 8: write 10, or 8 if octal is meant.");
    EXPECT_EQ(refusal_of_run({"config.yaml", "--set", "accelerators.eie.parameters.pess=4"}, folder),
              "--set accelerators.eie.parameters.pess=4: model eie has no key 'pess' (did you mean 'pes'?).");
}

TEST(argument_refusals, folder_that_cannot_be_written_is_named_before_anything_runs) {
    const temporary_folder folder;
    small_experiment().write(folder);
    folder.write("file", "kept");
    EXPECT_EQ(refusal_of({"run", "config.yaml", "--out", "file"}, folder),
              "Cannot make the folder file: Not a directory.");
    EXPECT_EQ(refusal_of({"run", "config.yaml", "--out", "file/below"}, folder),
              "Cannot make the folder file/below: Not a directory.");
    EXPECT_EQ(refusal_of({"run", "config.yaml", "--out", "/proc/lacuna"}, folder),
              "Cannot make the folder /proc/lacuna: No such file or directory.");
    EXPECT_EQ(refusal_of({"run", "config.yaml", "--out", ""}, folder),
              "--out: the name of the folder is empty.");
    EXPECT_EQ(bytes_of(folder.path() / "file"), "kept");
}

TEST(argument_refusals, folder_in_the_place_of_a_result_is_left_alone) {
    const temporary_folder folder;
    small_experiment().write(folder);
    folder.write("results/config.txt/inside", "kept");
    EXPECT_EQ(refusal_of({"run", "config.yaml", "--out", "results"}, folder),
              "Cannot write results/config.txt: Is a directory.");
    EXPECT_EQ(folder.files("results"), std::vector<std::string>{"config.txt"});
    EXPECT_EQ(bytes_of(folder.path() / "results/config.txt/inside"), "kept");
}

TEST(argument_refusals, configs_whose_results_would_overwrite_each_other_are_refused) {
    const temporary_folder folder;
    small_experiment().write(folder);
    folder.write("other/config.yaml", with(small_experiment().config, "[layer.yaml]", "[../layer.yaml]"));
    EXPECT_EQ(refusal_of_run({"config.yaml", "other/config.yaml"}, folder),
              "Two configs are named 'config': their results would overwrite each other in --out.");
}

TEST(argument_refusals, full_disk_behind_standard_output_is_no_success) {
    const temporary_folder folder;
    small_experiment().write(folder);
    for (const std::string more : {"", " --per-instance --format table,table,table"}) {
        const std::string line = std::string(LACUNA_PROGRAM) + " run config.yaml > /dev/full" + more;
        const finished run = process({"/bin/sh", "-c", line}, folder.path()).wait();
        EXPECT_EQ(run.code, 2);
        EXPECT_EQ(lines_of(run.err).size(), 1u) << run.err;
        EXPECT_NE(run.err.find("No space left on device"), std::string::npos) << run.err;
    }
}

}  // namespace
}  // namespace lacuna::tests
