/// The speed of the simulator on AlexNet's fc7 at 64 PEs: preparing the layer, and simulating it cycle by
/// cycle.
///
/// Figures, never assertions. Printed by tools/bench; README holds the table.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cstdlib>
#include <memory>
#include <systemc>

#include "models/eie/column_recurrence.h"
#include "models/eie/parameters.h"
#include "models/eie/prepared_layer.h"
#include "sim/formats/eie_banks.h"
#include "sim/layers/random_values.h"
#include "sim/layers/workload.h"

namespace {

using namespace lacuna;

constexpr std::uint32_t inputs = 4096;
constexpr std::uint32_t outputs = 4096;
constexpr double weight_density = 0.09;
constexpr double activation_density = 0.353;
constexpr std::uint32_t seed = 7;
constexpr int code_bits = 4;
constexpr int run_bits = 4;
constexpr std::uint32_t pes = 64;

formats::csc<float> with_empty_bias(formats::csc<float> matrix) {
    ++matrix.columns;
    matrix.column_begin.push_back(matrix.stored());
    return matrix;
}

const formats::csc<float>& fc7_weights() {
    static const formats::csc<float> weights = with_empty_bias(
        layers::generate_pruned_weights(outputs, inputs, layers::distribution::normal, seed, weight_density)
            .kept);
    return weights;
}

double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void generate_and_encode(benchmark::State& state) {
    for (auto _ : state) {
        const auto drawn = layers::generate_pruned_weights(outputs, inputs, layers::distribution::normal,
                                                           seed, weight_density);
        const auto shared = formats::share_weights(with_empty_bias(drawn.kept), code_bits);
        benchmark::DoNotOptimize(formats::interleave(shared.codes, pes, run_bits));
    }
}

void generate(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(layers::generate_pruned_weights(
            outputs, inputs, layers::distribution::normal, seed, weight_density));
    }
}

void share_weights(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(formats::share_weights(fc7_weights(), code_bits));
}

void encode(benchmark::State& state) {
    const auto shared = formats::share_weights(fc7_weights(), code_bits);
    for (auto _ : state) benchmark::DoNotOptimize(formats::interleave(shared.codes, pes, run_bits));
}

/// A batch, so that loading the weights once does not count much.
void clocked(benchmark::State& state) {
    constexpr std::uint32_t batch = 32;
    static const std::unique_ptr<accelerator> eie = eie::parameters().build("eie", engine::clocked);
    layers::workload work;
    work.products.push_back({layers::affine_weights(fc7_weights()),
                             layers::generate_activations(batch, inputs, layers::distribution::half_normal,
                                                          seed, activation_density),
                             layers::activation_function::relu});
    work.products.front().weights.shared(code_bits);
    std::uint64_t cycles = 0;
    for (auto _ : state) cycles += eie->run(work).cycles;
    state.counters["cycles/s"] = benchmark::Counter(static_cast<double>(cycles), benchmark::Counter::kIsRate);
    state.counters["peak_MB"] = peak_megabytes();
}

/// What is done once for a layer and a number of PEs: the encoded banks to counts per column and PE, and
/// their SRAM rows.
void prepare_transaction(benchmark::State& state) {
    const auto banks =
        formats::interleave(formats::share_weights(fc7_weights(), code_bits).codes, pes, run_bits);
    for (auto _ : state) {
        benchmark::DoNotOptimize(eie::pack(eie::prepare(banks), 8));
    }
}

/// Cycles, stalls and every count of one vector; nothing of preparing the layer.
void transaction(benchmark::State& state) {
    const auto banks =
        formats::interleave(formats::share_weights(fc7_weights(), code_bits).codes, pes, run_bits);
    const eie::packed_columns columns = eie::pack(eie::prepare(banks), 8);
    const auto activations =
        layers::generate_activations(1, inputs, layers::distribution::half_normal, seed, activation_density)
            .front();
    std::vector<eie::scheduled_column> schedule;
    for (std::uint32_t column = 0; column < inputs; ++column) {
        if (activations[column] > 0) schedule.push_back({column, 1});
    }
    schedule.push_back({inputs, 1});
    for (auto _ : state) {
        eie::pe_counts counts(pes);
        benchmark::DoNotOptimize(eie::run_recurrence(columns, 8, 0, schedule, counts));
        benchmark::DoNotOptimize(counts);
    }
}

BENCHMARK(generate)->Unit(benchmark::kMillisecond);
BENCHMARK(share_weights)->Unit(benchmark::kMillisecond);
BENCHMARK(encode)->Unit(benchmark::kMillisecond);
BENCHMARK(generate_and_encode)->Unit(benchmark::kMillisecond);
BENCHMARK(prepare_transaction)->Unit(benchmark::kMillisecond);
BENCHMARK(transaction)->Unit(benchmark::kMicrosecond);
BENCHMARK(clocked)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

int sc_main(int argc, char* argv[]) {
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return EXIT_SUCCESS;
}
