#include "models/sparse_tensor_core/event_timing.h"

#include <algorithm>

#include "models/sparse_tensor_core/instruction_timing.h"
#include "models/sparse_tensor_core/load_events.h"
#include "models/sparse_tensor_core/mma_events.h"

namespace lacuna::sparse_tensor_core {

namespace {

/// What a sub-core executes.
struct instruction_counts {
    std::uint64_t of_chains = 0, of_loops = 0;
};

std::vector<instruction_counts> count_instructions(const sm_program& program, const parameters& p) {
    std::vector<instruction_counts> counts(static_cast<std::size_t>(p.subcores));
    for (std::size_t w = 0; w < program.warps.size(); ++w) {
        instruction_counts& count = counts[w % counts.size()];
        for (const warp_loop& loop : program.warps[w].loops) {
            count.of_chains += loop.iterations * loop.chains;
            count.of_loops += loop.iterations * static_cast<std::uint64_t>(p.loop_instructions);
        }
    }
    return counts;
}

/// What a scheduler does at an edge shows at the collector's output so much later: these of its edges show
/// before a run of so many cycles ends.
std::uint64_t edges_that_show(std::uint64_t cycles, const parameters& p) {
    return left_of(cycles, first_tile_cycles(p));
}

/// Shares out the cycles of a sub-core, of which mma have `held` the collector.
void count_waits(const scheduler_waits& waits, std::uint64_t held, std::uint64_t cycles, const parameters& p,
                 subcore_counts& counts) {
    const std::uint64_t shown = edges_that_show(cycles, p);
    counts.operand_wait += cycles - shown + waits.operand_wait;
    counts.dependency = waits.dependency;
    counts.barrier = waits.barrier;
    counts.no_warp = shown - held - waits.operand_wait - waits.dependency - waits.barrier;
}

void count_mma(const formats::mma& instruction, const instruction_timing& takes, std::uint64_t instructions,
               subcore_counts& counts) {
    counts.mma_instructions = instructions;
    counts.busy_cycles = instructions * takes.busy();
    counts.selector_busy = instructions * takes.selector_busy;
    counts.operand_wait = instructions * takes.operand_wait;
    counts.operand_reads = instructions * (takes.a_registers + takes.b_registers + takes.c_registers);
    counts.writes = instructions * takes.c_registers;
    counts.metadata_reads = instructions * takes.metadata_registers;
    counts.multiplies = instructions * instruction.products();
    counts.adds = counts.multiplies;  // each product is a term of a sum
    const auto bits = static_cast<std::uint64_t>(formats::value_bits(instruction.b));
    (instruction.sparse ? counts.selects : counts.passes) = counts.multiplies * bits;
}

/// The sub-cores of a program of mma, each by itself.
class mma_timing {
  public:
    mma_timing(const sm_program& program, const formats::mma& instruction, const parameters& p,
               bool skip_periods)
        : takes_(timing_of(instruction, p)),
          first_tile_(first_tile_cycles(p)),
          skip_periods_(skip_periods),
          warps_(static_cast<std::size_t>(p.subcores)) {
        const std::vector<std::uint64_t> fragments = fragments_ready(program, p);
        for (std::size_t w = 0; w < program.warps.size(); ++w)
            warps_[w % warps_.size()].push_back(
                {warp_place(program.warps[w], p.loop_instructions), fragments[w]});
    }

    timing run(const formats::mma& instruction, const std::vector<instruction_counts>& instructions,
               const parameters& p) {
        timing result;
        for (std::size_t s = 0; s < warps_.size(); ++s) {
            const std::size_t twin = first_alike(s);
            runs_.push_back(twin < s ? runs_[twin] : simulate(s, never, result));
            const event_run& run = runs_.back();
            result.cycles = std::max(result.cycles, run.quiet);
            result.stopped = std::max(result.stopped, run.schedulers.front().stopped);
            result.simulated_cycles = std::max(result.simulated_cycles, run.quiet - run.skipped);
        }
        const std::uint64_t shown = edges_that_show(result.cycles, p);
        for (std::size_t s = 0; s < warps_.size(); ++s) {
            // How much shows is known only now. That it is not all takes long ways to the collector.
            if (runs_[s].schedulers.front().stopped > shown) runs_[s] = simulate(s, shown, result);
            result.subcores.emplace_back();
            subcore_counts& counts = result.subcores.back();
            count_mma(instruction, takes_, instructions[s].of_chains, counts);
            count_waits(runs_[s].schedulers.front().waits, instructions[s].of_chains * takes_.hold,
                        result.cycles, p, counts);
        }
        return result;
    }

  private:
    event_run simulate(std::size_t s, std::uint64_t charge_until, timing& result) const {
        const event_run run = mma_events(takes_, first_tile_, warps_[s], {skip_periods_, charge_until}).run();
        result.simulated_events += run.events;
        return run;
    }

    /// The first sub-core whose warps do the same at the same time.
    std::size_t first_alike(std::size_t s) const {
        const auto alike = [](const starting_warp& a, const starting_warp& b) {
            return a.fragments == b.fragments && a.place.same_program(b.place);
        };
        std::size_t first = 0;
        while (!std::equal(warps_[first].begin(), warps_[first].end(), warps_[s].begin(), warps_[s].end(),
                           alike))
            ++first;
        return first;
    }

    const instruction_timing takes_;
    const std::uint64_t first_tile_;
    const bool skip_periods_;
    std::vector<std::vector<starting_warp>> warps_;  // by sub-core
    std::vector<event_run> runs_;
};

timing time_of_loads(const sm_program& program, const layers::shared_memory_load& load,
                     const std::vector<instruction_counts>& instructions, const parameters& p,
                     bool skip_periods) {
    const std::vector<std::uint64_t> from = fragments_ready(program, p);
    std::vector<std::vector<loading_warp>> warps(instructions.size());
    for (std::size_t w = 0; w < program.warps.size(); ++w) {
        const auto phases = program.phases.begin() + static_cast<std::ptrdiff_t>(w * program.ilp);
        warps[w % warps.size()].push_back(
            {warp_place(program.warps[w], p.loop_instructions), from[w], {phases, phases + program.ilp}});
    }

    timing result;
    event_run run;
    shared_memory_run memory;
    const auto simulate = [&](std::uint64_t charge_until) {
        load_events events(p, warps, {skip_periods, charge_until});
        run = events.run();
        memory = events.shared_memory();
        result.simulated_events += run.events;
    };
    simulate(never);
    result.cycles = run.quiet;
    result.simulated_cycles = run.quiet - run.skipped;
    for (const scheduler_run& each : run.schedulers) result.stopped = std::max(result.stopped, each.stopped);
    const std::uint64_t shown = edges_that_show(result.cycles, p);
    if (result.stopped > shown) simulate(shown);

    const auto registers = static_cast<std::uint64_t>(load.registers());
    for (std::size_t s = 0; s < warps.size(); ++s) {
        result.subcores.emplace_back();
        subcore_counts& counts = result.subcores.back();
        counts.load_instructions = counts.requests = instructions[s].of_chains;
        counts.load_writes = counts.requests * registers;
        count_waits(run.schedulers[s].waits, 0, result.cycles, p, counts);
        result.shared_memory.bytes += counts.requests * registers * 32 * 4;  // 32 lanes of 4 bytes
    }
    result.shared_memory.busy_cycles = memory.busy_cycles;
    result.shared_memory.way_busy = memory.way_busy;
    result.shared_memory.reads = memory.phases;
    return result;
}

}  // namespace

timing time_of(const sm_program& program, const parameters& p, bool skip_periods) {
    const std::vector<instruction_counts> instructions = count_instructions(program, p);
    timing result;
    if (const auto* instruction = std::get_if<formats::mma>(&program.instruction))
        result = mma_timing(program, *instruction, p, skip_periods).run(*instruction, instructions, p);
    else
        result = time_of_loads(program, std::get<layers::shared_memory_load>(program.instruction),
                               instructions, p, skip_periods);
    for (std::size_t s = 0; s < result.subcores.size(); ++s)
        result.subcores[s].issues = instructions[s].of_chains + instructions[s].of_loops;
    shared_memory_counts& memory = result.shared_memory;
    memory.no_request = result.cycles - memory.busy_cycles - memory.way_busy;
    return result;
}

}  // namespace lacuna::sparse_tensor_core
