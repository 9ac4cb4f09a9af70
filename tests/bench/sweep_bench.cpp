/// What sweeps cost: a whole one, from its config to its database; and a row of one, a design point built,
/// run over a loaded layer, checked, priced and told as JSON.
///
/// Figures, never assertions.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "models/eie/parameters.h"
#include "sim/layers/layer.h"
#include "sim/reports/json.h"
#include "sim/run/experiment.h"
#include "sim/run/pricing.h"
#include "sim/run/row_run.h"
#include "sim/sweep/work/sweep_run.h"

namespace {

using namespace lacuna;

std::string row_of_point(const run::configured_accelerator& configured, const run::task& work) {
    const auto built = configured.parameters->build(configured.module_name, engine::transaction);
    const run::pricing costs = run::price_of(configured, *built);
    run::link before;
    reports::result result;
    result.rows.push_back(run::run_engine(*built, configured, work, false, before));
    run::price_row(result.rows.back(), costs);
    return reports::to_document(result)["runs"].front().dump();
}

/// EIE's queue of 2, 4, ... 256 slots on a layer of the paper's Table III.
void row_of_eie(benchmark::State& state) {
    const run::experiment asked = run::read_experiment(LACUNA_SOURCE_DIR "/configs/eie.yaml", {});
    const layers::layer& layer = asked.layers.at(static_cast<std::size_t>(state.range(0)));
    state.SetLabel(layer.name);
    const run::task work{layer, asked.patterns.front(), layers::load(layer, asked.patterns.front())};
    const run::configured_accelerator& configured = asked.accelerators.front();
    auto& parameters = dynamic_cast<eie::parameters&>(*configured.parameters);
    int power = 0;
    row_of_point(configured, work);  // which makes what the points share
    for (auto _ : state) {
        parameters.activation_queue_slots = std::int64_t{2} << power;
        power = (power + 1) % 8;
        benchmark::DoNotOptimize(row_of_point(configured, work));
    }
}

/// The same where the encoding is another one in every row: other PEs.
void row_of_eie_encoded_anew(benchmark::State& state) {
    const run::experiment asked = run::read_experiment(LACUNA_SOURCE_DIR "/configs/eie.yaml", {});
    const layers::layer& layer = asked.layers.at(static_cast<std::size_t>(state.range(0)));
    state.SetLabel(layer.name);
    const run::task work{layer, asked.patterns.front(), layers::load(layer, asked.patterns.front())};
    const run::configured_accelerator& configured = asked.accelerators.front();
    auto& parameters = dynamic_cast<eie::parameters&>(*configured.parameters);
    parameters.pes = 60;
    row_of_point(configured, work);
    for (auto _ : state) {
        parameters.pes = parameters.pes == 67 ? 60 : parameters.pes + 1;
        benchmark::DoNotOptimize(row_of_point(configured, work));
    }
}

/// So many points of EIE's design space over the nine layers of the paper's Table III, nine rows each, on two
/// worker processes.
void sweep_of_eie(benchmark::State& state) {
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / fmt::format("lacuna-sweep-{}", ::getpid());
    sweep::sweep_options options;
    options.jobs = 2;
    const run::config_document config(LACUNA_SOURCE_DIR "/configs/eie-design-space.yaml",
                                      {fmt::format("sweep.sample={{random: {}, seed: 1}}", state.range(0))});
    double rows = 0;
    for (auto _ : state) {
        rows += static_cast<double>(sweep::run_sweep(config, folder, options).statuses.at("ok"));
        std::filesystem::remove_all(folder);
    }
    state.counters["rows"] = benchmark::Counter(rows, benchmark::Counter::kAvgIterations);
    state.counters["rows/s"] = benchmark::Counter(rows, benchmark::Counter::kIsRate);
    // Of the largest process so far, so the smaller sweep comes first.
    const auto peak = [](int whose) {
        rusage usage;
        getrusage(whose, &usage);
        return static_cast<double>(usage.ru_maxrss) / 1024;
    };
    state.counters["MiB"] = peak(RUSAGE_SELF);
    state.counters["MiB of a worker"] = peak(RUSAGE_CHILDREN);
}

BENCHMARK(sweep_of_eie)->Arg(1000)->Arg(10000)->Unit(benchmark::kSecond)->UseRealTime()->Iterations(1);
BENCHMARK(row_of_eie_encoded_anew)->DenseRange(0, 8)->Unit(benchmark::kMillisecond);
BENCHMARK(row_of_eie)->DenseRange(0, 8)->Unit(benchmark::kMillisecond);

}  // namespace
