#include "models/sparse_tensor_core/sparse_tensor_core.h"

#include <algorithm>

namespace lacuna::sparse_tensor_core {

sparse_tensor_core::sparse_tensor_core(sc_core::sc_module_name name, const parameters& p)
    : sc_module(name),
      sm_engine(p),
      clock_("clock", sc_core::sc_time(1e6 / p.clock, sc_core::SC_PS)),
      subcore_("subcore", static_cast<std::size_t>(p.subcores),
               [this](const char* subcore_name, std::size_t number) {
                   return new subcore(subcore_name, static_cast<std::uint32_t>(number),
                                      static_cast<std::uint32_t>(parameters_.subcores), clock_, parameters_,
                                      statistics_);
               }),
      shared_memory_("shared_memory", clock_, parameters_, statistics_) {
    for (subcore& each : subcore_) {
        clock_.boxes(each);
        shared_memory_.queues(each.loads);
    }
    clock_.boxes(shared_memory_);
}

outcome sparse_tensor_core::run(const layers::workload& work) {
    outcome result = sm_engine::run(work);
    result.simulated_cycles = result.cycles;
    return result;
}

std::uint64_t sparse_tensor_core::execute(const sm_program& program, chain_values* values,
                                          const layers::instruction_stream* loads) {
    const std::vector<std::uint64_t> ready = fragments_ready(program);
    for (subcore& each : subcore_) each.start(program, ready, values);
    if (loads != nullptr) {
        shared_memory_.start(*loads);
    } else {
        shared_memory_.start();
    }
    return clock_.run();
}

std::vector<std::vector<std::uint32_t>> sparse_tensor_core::loaded_registers() const {
    return shared_memory_.registers();
}

std::vector<std::uint64_t> sparse_tensor_core::fragments_ready(const sm_program& program) const {
    std::vector<std::uint64_t> ready(program.warps.size(), 0);
    if (!program.starts_cold) return ready;
    const auto fetched = static_cast<std::uint64_t>(parameters_.instruction_fetch_cycles);
    const auto latency = static_cast<std::uint64_t>(parameters_.global_latency_cycles);
    const auto a_cycle = static_cast<std::uint64_t>(parameters_.fragment_registers_per_cycle);
    const auto* instruction = std::get_if<formats::mma>(&program.instruction);
    std::uint64_t registers = 0;  // that the warps so far have asked for
    for (std::size_t w = 0; w < program.warps.size(); ++w) {
        ready[w] = fetched;
        if (instruction == nullptr) continue;
        std::uint32_t chains = 0;
        for (const warp_loop& loop : program.warps[w].loops) chains = std::max(chains, loop.chains);
        const int of_chain =
            instruction->a_registers() + instruction->b_registers() + instruction->metadata_registers();
        registers += std::uint64_t{chains} * static_cast<unsigned>(of_chain);
        if (chains != 0) ready[w] += (registers + a_cycle - 1) / a_cycle - 1 + latency;
    }
    return ready;
}

}  // namespace lacuna::sparse_tensor_core
