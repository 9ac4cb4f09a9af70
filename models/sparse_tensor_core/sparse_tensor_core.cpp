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
      copy_engine_("copy_engine", clock_, statistics_),
      block_barrier_("block_barrier", clock_),
      shared_memory_("shared_memory", clock_, parameters_, statistics_) {
    for (subcore& each : subcore_) {
        clock_.boxes(each);
        each.scheduler.copies(copy_engine_);
        each.scheduler.barrier(block_barrier_);
        shared_memory_.queues(each.loads);
    }
    clock_.boxes(copy_engine_);
    shared_memory_.queues(copy_engine_);
    register_memory();
    clock_.boxes(shared_memory_);
}

std::uint64_t sparse_tensor_core::execute(const sm_program& program, chain_values* values,
                                          const layers::instruction_stream* loads) {
    const std::vector<instruction_list> lists = lists_of(program, parameters_);
    sm_work work;
    work.instruction = std::get_if<formats::mma>(&program.instruction);
    work.warps = &lists;
    for (const instruction_list& list : lists) work.chains = std::max<std::uint32_t>(work.chains, list.sets);
    if (work.instruction == nullptr)
        work.load_registers =
            static_cast<std::uint32_t>(std::get<layers::shared_memory_load>(program.instruction).registers());
    work.fragments_ready = fragments_ready(program);
    work.values = values;
    for (subcore& each : subcore_) each.start(work);
    copy_engine_.start(lists.size(), {});
    block_barrier_.start(lists.size(), 1);
    if (loads != nullptr) {
        shared_memory_.start(*loads);
    } else {
        shared_memory_.start(false);
    }
    return clock_.run();
}

std::uint64_t sparse_tensor_core::execute(const kernel_program& program, chain_values* values) {
    sm_work work;
    work.instruction = &program.instruction;
    work.warps = &program.warps;
    work.chains = program.chains;
    work.fragments_ready.assign(program.warps.size(), 0);
    work.values = values;
    for (subcore& each : subcore_) each.start(work);
    copy_engine_.start(program.warps.size(), program.memory);
    block_barrier_.start(program.warps.size(), program.warps_of_block);
    shared_memory_.start(true);
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
