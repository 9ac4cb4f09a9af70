/// The speed of the simulator on instruction streams of the sparse tensor core: mma.sp on 8 warps, as its
/// microbenchmark runs them, by either engine.
#include <benchmark/benchmark.h>

#include <memory>

#include "models/sparse_tensor_core/event_timing.h"
#include "models/sparse_tensor_core/lowering.h"
#include "models/sparse_tensor_core/sparse_tensor_core.h"

namespace {

using namespace lacuna;
using namespace lacuna::sparse_tensor_core;

layers::instruction_stream stream_of(const char* instruction, std::uint64_t iterations) {
    return {layers::instruction_named(instruction), 8, 2, iterations, 1};
}

void count_instructions(benchmark::State& state, std::uint64_t of_one) {
    state.counters["instructions/s"] =
        benchmark::Counter(static_cast<double>(of_one * state.iterations()), benchmark::Counter::kIsRate);
}

sparse_tensor_core::sparse_tensor_core& core() {
    static const auto built = std::make_unique<sparse_tensor_core::sparse_tensor_core>("sm", parameters());
    return *built;
}

/// Every box, every cycle; no values.
void clocked_stream(benchmark::State& state, const char* instruction) {
    const layers::instruction_stream stream = stream_of(instruction, 1024);
    const sm_program program = program_of(stream, parameters());
    std::uint64_t cycles = 0;
    for (auto _ : state) cycles += core().execute(program, nullptr, nullptr);
    count_instructions(state, stream.instructions());
    state.counters["cycles/s"] = benchmark::Counter(static_cast<double>(cycles), benchmark::Counter::kIsRate);
}

/// The values of every instruction as well.
void clocked_values(benchmark::State& state, const char* instruction) {
    const layers::instruction_stream stream = stream_of(instruction, 64);
    const sm_program program = program_of(stream, parameters());
    for (auto _ : state) {
        stream_values values(stream);
        core().execute(program, &values, nullptr);
    }
    count_instructions(state, stream.instructions());
}

/// A million iterations: the steady state is found, and counted at once.
void transaction_stream(benchmark::State& state, const char* instruction) {
    const layers::instruction_stream stream = stream_of(instruction, 1000000);
    const sm_program program = program_of(stream, parameters());
    for (auto _ : state) benchmark::DoNotOptimize(time_of(program, parameters()));
    count_instructions(state, stream.instructions());
}

constexpr const char* large = "mma.sp.m16n8k32.f32.f16.f16.f32";
constexpr const char* small = "mma.sp.m16n8k16.f32.f16.f16.f32";

BENCHMARK_CAPTURE(clocked_stream, k32, large)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(clocked_stream, k16, small)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(clocked_values, k32, large)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(transaction_stream, k32, large)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(transaction_stream, k16, small)->Unit(benchmark::kMicrosecond);

}  // namespace
