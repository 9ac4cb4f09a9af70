/// The speed of the simulator on the sparse tensor core, by either engine: instruction streams of mma.sp on 8
/// warps, as its microbenchmark runs them, and the thread blocks of a whole GEMM.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>

#include "models/sparse_tensor_core/event_timing.h"
#include "models/sparse_tensor_core/gemm/block_program.h"
#include "models/sparse_tensor_core/gemm/gemm_occupancy.h"
#include "models/sparse_tensor_core/gemm/waves.h"
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

/// The thread blocks of 16384 x 16384 x 16384, once for each sort of SM and wave.
std::vector<kernel_program> blocks_of_16384() {
    parameters p;
    p.tile = {256, 128, 64};
    const tiled_gemm gemm = tiled(p, p.instruction_for(true));
    const gemm_plan planned = plan({16384, 16384, 16384}, gemm, occupancy_of(gemm, p).blocks, 8, 1,
                                   {108, 3456, 64, 260, 41943040, 993, 570});
    std::vector<alike_sms> all;
    for (const wave& each : planned.waves)
        for (const alike_sms& alike : each.sms)
            if (alike.blocks != 0 && std::none_of(all.begin(), all.end(), [&](const alike_sms& other) {
                    return other.memory == alike.memory;
                }))
                all.push_back(alike);
    std::vector<kernel_program> programs;
    for (const alike_sms& alike : all)
        programs.push_back(program_of(gemm, planned.k_tiles, alike.blocks, alike.memory));
    return programs;
}

void clocked_gemm(benchmark::State& state) {
    const std::vector<kernel_program> programs = blocks_of_16384();
    std::uint64_t cycles = 0;
    for (auto _ : state)
        for (const kernel_program& each : programs) cycles += core().execute(each, nullptr);
    state.counters["cycles/s"] = benchmark::Counter(static_cast<double>(cycles), benchmark::Counter::kIsRate);
}

void transaction_gemm(benchmark::State& state) {
    for (auto _ : state)
        for (const kernel_program& each : blocks_of_16384())
            benchmark::DoNotOptimize(time_of(each, parameters()));
}

constexpr const char* large = "mma.sp.m16n8k32.f32.f16.f16.f32";
constexpr const char* small = "mma.sp.m16n8k16.f32.f16.f16.f32";

BENCHMARK_CAPTURE(clocked_stream, k32, large)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(clocked_stream, k16, small)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(clocked_values, k32, large)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(transaction_stream, k32, large)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(transaction_stream, k16, small)->Unit(benchmark::kMicrosecond);
BENCHMARK(clocked_gemm)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(transaction_gemm)->Unit(benchmark::kMillisecond);

}  // namespace
