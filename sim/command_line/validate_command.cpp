/// lacuna validate: reads configs, traces and data as run would, and simulates nothing.
#include <fmt/format.h>

#include <filesystem>
#include <utility>
#include <variant>

#include "sim/command_line/options.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/reports/text_table.h"
#include "sim/run/runner.h"
#include "sim/sweep/work/plan.h"

namespace lacuna::command_line {

namespace {

/// Reads the files that the layer names; what is generated cannot be wrong.
void check_files(const layers::layer& layer) {
    if (std::holds_alternative<layers::tensor_source>(layer.weights) ||
        std::holds_alternative<layers::tensor_source>(layer.activations) ||
        std::holds_alternative<layers::tensor_source>(layer.bias)) {
        layers::load(layer, {});
    }
}

}  // namespace

int validate(const std::vector<std::string>& arguments) {
    namespace po = boost::program_options;
    po::options_description options("Options");
    options.add_options()(
        "set", po::value<std::vector<std::string>>()->default_value({}, "")->value_name("KEY=VALUE"),
        "change one value of every config first, as run does");
    const usage text{
        "lacuna validate CONFIG... [options]",
        "Reads configs, the layer traces they name and those layers' files, and says how many runs they\n"
        "make. Nothing is drawn: what the values of drawn weights forbid is found by run.\n"
        "Exit code: 0 all are right; 2 bad input.",
        "config"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;
    const auto& configs = (*values)["config"].as<std::vector<std::string>>();
    if (configs.empty()) refuse("lacuna validate needs a config, such as configs/eie.yaml (see --help).");
    std::vector<run::experiment> experiments;
    std::vector<std::string> sweeps;  // of each config a sentence, or nothing
    for (const std::string& file : configs) {
        const run::config_document document(file, (*values)["set"].as<std::vector<std::string>>());
        experiments.push_back(document.read());
        sweeps.push_back(
            document.sweep() == nullptr
                ? ""
                : fmt::format(" A sweep of {}.",
                              reports::counted(sweep::plan(document).points().count(), "point")));
    }
    const run::runner built(std::move(experiments), {});  // joins energy tables with the accelerators
    for (std::size_t i = 0; i < built.experiments(); ++i) {
        const run::experiment& experiment = built.at(i);
        for (const layers::layer& layer : experiment.layers) check_files(layer);
        const std::size_t runs =
            experiment.accelerators.size() * experiment.layers.size() * experiment.patterns.size();
        fmt::print("{}: valid. {}, {}, {}: {}.{}\n", configs[i],
                   reports::counted(experiment.accelerators.size(), "accelerator"),
                   reports::counted(experiment.layers.size(), "layer"),
                   reports::counted(experiment.patterns.size(), "pattern"), reports::counted(runs, "run"),
                   sweeps[i]);
        for (const std::string& reason : built.unpriced(i)) fmt::print("  Not priced: {}\n", reason);
    }
    return right;
}

}  // namespace lacuna::command_line
