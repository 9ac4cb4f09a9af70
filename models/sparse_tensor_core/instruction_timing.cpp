#include "models/sparse_tensor_core/instruction_timing.h"

#include <algorithm>

namespace lacuna::sparse_tensor_core {

namespace {

template <class Integer>
std::uint64_t number(Integer value) {
    return static_cast<std::uint64_t>(value);
}

}  // namespace

instruction_timing timing_of(const formats::mma& instruction, const parameters& p) {
    instruction_timing takes;
    takes.a_registers = number(instruction.a_registers());
    takes.b_registers = number(instruction.b_registers());
    takes.c_registers = number(instruction.accumulator_registers());
    takes.metadata_registers = number(instruction.metadata_registers());
    const std::uint64_t kept_bits =
        number(instruction.kept_columns()) * number(formats::value_bits(instruction.a));
    takes.steps = std::max<std::uint64_t>(1, kept_bits / number(p.step_bits));
    takes.tiles = number((formats::mma::m / p.tile_rows) * (formats::mma::n / p.tile_columns));

    const std::uint64_t reading =
        std::max({takes.a_registers, takes.b_registers, takes.c_registers, takes.metadata_registers});
    const std::uint64_t read_or_left = std::max(reading, takes.busy());
    takes.hold = std::max(read_or_left, instruction.sparse ? number(p.selector_initiation_interval) : 0);
    takes.operand_wait = read_or_left - takes.busy();
    takes.selector_busy = takes.hold - read_or_left;
    takes.latency = number(p.issue_cycles + p.first_read_cycles + p.select_cycles + p.multiply_cycles) +
                    (takes.tiles - 1) +
                    (takes.steps - 1) * std::max(takes.tiles, number(p.accumulate_cycles)) +
                    number(p.accumulate_cycles + p.writeback_cycles);
    return takes;
}

std::uint64_t first_tile_cycles(const parameters& p) {
    return number(p.issue_cycles + p.first_read_cycles - 1);
}

std::vector<std::uint64_t> fragments_ready(const sm_program& program, const parameters& p) {
    std::vector<std::uint64_t> ready(program.warps.size(), 0);
    if (!program.starts_cold) return ready;
    const std::uint64_t fetched = number(p.instruction_fetch_cycles);
    const auto* instruction = std::get_if<formats::mma>(&program.instruction);
    if (instruction == nullptr) {
        std::fill(ready.begin(), ready.end(), fetched);
        return ready;
    }
    const instruction_timing takes = timing_of(*instruction, p);
    const std::uint64_t registers_of_chain = takes.a_registers + takes.b_registers + takes.metadata_registers;
    const std::uint64_t per_cycle = number(p.fragment_registers_per_cycle);
    std::uint64_t registers = 0;
    for (std::size_t warp = 0; warp < ready.size(); ++warp) {
        std::uint64_t chains = 0;
        for (const warp_loop& loop : program.warps[warp].loops)
            chains = std::max<std::uint64_t>(chains, loop.chains);
        if (chains == 0) continue;
        registers += chains * registers_of_chain;
        ready[warp] = fetched + (registers + per_cycle - 1) / per_cycle - 1 + number(p.global_latency_cycles);
    }
    return ready;
}

}  // namespace lacuna::sparse_tensor_core
