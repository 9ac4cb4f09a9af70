/// lacuna run: simulates what configs ask for, and reports it.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "sim/command_line/options.h"
#include "sim/command_line/output_folder.h"
#include "sim/command_line/progress_bar.h"
#include "sim/command_line/report_formats.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/reports/csv.h"
#include "sim/reports/json.h"
#include "sim/reports/summary.h"
#include "sim/run/runner.h"

namespace lacuna::command_line {

namespace {

namespace po = boost::program_options;
using texts = std::vector<std::string>;

std::string report_of(const reports::result& result, const report_format& format) {
    return format.name == "table"  ? reports::summary(result)
           : format.name == "json" ? reports::to_json(result)
                                   : reports::to_csv(result);
}

run::engines chosen_engines(const std::string& name) {
    texts known;
    for (const run::engines each : {run::engines::clocked, run::engines::transaction, run::engines::both}) {
        known.push_back(run::name_of(each));
        if (known.back() == name) return each;
    }
    refuse("--engine: {} is no engine{}.", config::in_quotes(name), config::nearest_name_hint(name, known));
}

std::vector<run::experiment> read_configs(const texts& configs, const texts& assignments, bool to_files) {
    if (configs.empty()) refuse("lacuna run needs a config, such as configs/eie.yaml (see --help).");
    std::vector<run::experiment> experiments;
    std::set<std::string> stems;
    for (const std::string& file : configs) {
        experiments.push_back(run::read_experiment(file, assignments));
        const std::string stem = experiments.back().file.stem().string();
        if (to_files && !stems.insert(stem).second) {
            refuse("Two configs are named {}: their results would overwrite each other in --out.",
                   config::in_quotes(stem));
        }
    }
    return experiments;
}

void say_what_is_swept(const std::vector<run::experiment>& experiments) {
    for (const run::experiment& each : experiments) {
        if (!each.is_swept) continue;
        fmt::print(
            stderr,
            "{}: this config describes a sweep; run takes it as it stands, and lacuna sweep run all its "
            "points.\n",
            each.file.string());
    }
}

int exit_code_of(const reports::result& result) {
    if (!result.complete) return interrupted;
    for (const reports::row& row : result.rows) {
        if (row.measured) return right;
    }
    return failed;
}

}  // namespace

int run(const texts& arguments) {
    po::options_description options("Options");
    options.add_options()  //
        ("set", po::value<texts>()->default_value({}, "")->value_name("KEY=VALUE"),
         "change one value of every config: --set accelerators.eie.parameters.pes=32; may be repeated")  //
        ("engine", po::value<std::string>()->default_value("clocked")->value_name("ENGINE"),
         "clocked: every box, cycle by cycle; transaction: the same counts from the structure of the work, "
         "much faster; both: "
         "run both and compare every count")  //
        ("format", po::value<std::string>()->default_value("table")->value_name("LIST"),
         "what to report, separated by commas: table, json, csv; without --out, json or csv stand alone")  //
        ("out", po::value<std::string>()->value_name("DIR"),
         "write the reports into this folder, one file a config and format, instead of to standard output")  //
        ("per-instance", "report the counters of every box, not only their sums")  //
        ("quiet", "no progress bar and no messages");
    const usage text{
        "lacuna run CONFIG... [options]",
        "Simulates every layer of a config, with every sparsity pattern, on every accelerator "
        "it names, and reports\n"
        "cycles, time, utilization, and where cycles and energy went. Each run's outputs are compared "
        "with a plain product.\n"
        "Exit code: 0 right; 1 a wrong product, a deadlock, or nothing that fits; 2 bad input; "
        "130 interrupted.",
        "config"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;

    const bool quiet = values->count("quiet") != 0;
    const std::vector<report_format> formats = chosen_formats((*values)["format"].as<std::string>());
    const auto& configs = (*values)["config"].as<texts>();
    const bool to_files = values->count("out") != 0;
    if (!to_files) check_standard_output(formats, configs.size());
    std::vector<run::experiment> experiments = read_configs(configs, (*values)["set"].as<texts>(), to_files);
    if (!quiet) say_what_is_swept(experiments);

    std::unique_ptr<progress_bar> bar;
    run::options chosen;
    chosen.chosen_engines = chosen_engines((*values)["engine"].as<std::string>());
    chosen.per_instance = values->count("per-instance") != 0;
    chosen.version = LACUNA_VERSION;
    chosen.progress = [&](std::size_t row, std::size_t rows, const std::string& what) {
        bar->show(row, rows, what);
    };
    run::runner runner(std::move(experiments), chosen);
    std::unique_ptr<output_folder> out;
    if (to_files) out = std::make_unique<output_folder>((*values)["out"].as<std::string>());

    // Everything is run before anything is reported, so that bad input leaves no part of an answer behind.
    int worst = right;
    std::vector<reports::result> results;
    for (std::size_t i = 0; i < runner.experiments() && worst != interrupted; ++i) {
        bar = std::make_unique<progress_bar>(!quiet);
        results.push_back(runner.run(i));
        bar.reset();
        worst = std::max(worst, exit_code_of(results.back()));
    }
    for (std::size_t i = 0; i < results.size(); ++i) {
        for (const report_format& format : formats) {
            const std::string report = report_of(results[i], format);
            if (!out) {
                fmt::print("{}", report);
                continue;
            }
            const auto file = out->write(runner.at(i).file.stem().string() + format.ending, report);
            if (!quiet) fmt::print(stderr, "{}\n", file.string());
        }
    }
    return worst;
}

}  // namespace lacuna::command_line
