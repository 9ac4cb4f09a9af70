#include "models/sparse_tensor_core/event_timing.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "models/sparse_tensor_core/instruction_timing.h"
#include "models/sparse_tensor_core/mma_events.h"
#include "models/sparse_tensor_core/sm_events.h"

namespace lacuna::sparse_tensor_core {

namespace {

/// What a sub-core executes of every operation, and what its requests move.
struct instruction_counts {
    std::array<std::uint64_t, static_cast<std::size_t>(operation::loop) + 1> of{};
    std::uint64_t load_phases = 0;

    std::uint64_t& operator[](operation what) { return of[static_cast<std::size_t>(what)]; }
    std::uint64_t operator[](operation what) const { return of[static_cast<std::size_t>(what)]; }
};

std::vector<instruction_counts> count_instructions(const std::vector<instruction_list>& warps,
                                                   const parameters& p) {
    std::vector<instruction_counts> counts(static_cast<std::size_t>(p.subcores));
    for (std::size_t w = 0; w < warps.size(); ++w) {
        instruction_counts& count = counts[w % counts.size()];
        for (const list_loop& loop : warps[w].loops) {
            for (const warp_instruction& each : loop.body) {
                count[each.what] += loop.iterations;
                if (each.what == operation::load) count.load_phases += loop.iterations * each.amount;
            }
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
    const auto of = [&](idle_cause cause) { return waits[static_cast<std::size_t>(cause)]; };
    const std::uint64_t shown = edges_that_show(cycles, p);
    const std::uint64_t waited = std::accumulate(waits.begin(), waits.end(), std::uint64_t{0});
    counts.operand_wait += cycles - shown + of(idle_cause::operand_wait);
    counts.dependency = of(idle_cause::dependency);
    counts.copy_wait = of(idle_cause::copy_wait);
    counts.barrier = of(idle_cause::barrier);
    counts.epilogue = of(idle_cause::epilogue);
    counts.no_warp = shown - held - waited;
}

void count_issues(const instruction_counts& instructions, subcore_counts& counts) {
    counts.issues = std::accumulate(instructions.of.begin(), instructions.of.end(), std::uint64_t{0});
    counts.load_instructions = instructions[operation::load];
    counts.store_instructions = instructions[operation::store];
    counts.copy_instructions = instructions[operation::copy];
    counts.write_instructions = instructions[operation::write_out];
    counts.requests = counts.load_instructions + counts.store_instructions;
}

void count_mma(const formats::mma& instruction, const instruction_timing& takes, std::uint64_t instructions,
               subcore_counts& counts) {
    counts.mma_instructions = instructions;
    counts.busy_cycles = instructions * takes.busy();
    counts.selector_busy = instructions * takes.selector_busy;
    counts.operand_wait += instructions * takes.operand_wait;
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
            count_mma(instruction, takes_, instructions[s][operation::mma], counts);
            count_waits(runs_[s].schedulers.front().waits, instructions[s][operation::mma] * takes_.hold,
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

/// An SM by events, simulated together.
timing time_together(const sm_events_work& work, const std::vector<instruction_counts>& instructions,
                     const parameters& p, bool skip_periods) {
    timing result;
    event_run run;
    shared_memory_run memory;
    const auto simulate = [&](std::uint64_t charge_until) {
        sm_events events(p, work, {skip_periods, charge_until});
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
    for (std::size_t s = 0; s < instructions.size(); ++s) {
        result.subcores.emplace_back();
        count_waits(run.schedulers[s].waits, instructions[s][operation::mma] * work.takes.hold, result.cycles,
                    p, result.subcores.back());
    }
    result.shared_memory.busy_cycles = memory.busy_cycles;
    result.shared_memory.way_busy = memory.way_busy;
    result.shared_memory.reads = memory.reads;
    result.shared_memory.writes = memory.writes;
    return result;
}

timing time_of_loads(const std::vector<instruction_list>& lists, const sm_program& program,
                     const std::vector<instruction_counts>& instructions, const parameters& p,
                     bool skip_periods) {
    sm_events_work work;
    work.warps = &lists;
    work.fragments = fragments_ready(program, p);
    timing result = time_together(work, instructions, p, skip_periods);
    const auto registers =
        static_cast<std::uint64_t>(std::get<layers::shared_memory_load>(program.instruction).registers());
    for (std::size_t s = 0; s < instructions.size(); ++s) {
        const std::uint64_t filled = instructions[s][operation::load] * registers;
        result.subcores[s].load_writes = filled;
        result.shared_memory.bytes += filled * bytes_of_phase;  // a register of 32 lanes
    }
    return result;
}

void finish(const std::vector<instruction_counts>& instructions, timing& result) {
    for (std::size_t s = 0; s < result.subcores.size(); ++s)
        count_issues(instructions[s], result.subcores[s]);
    shared_memory_counts& memory = result.shared_memory;
    memory.no_request = result.cycles - memory.busy_cycles - memory.way_busy;
}

}  // namespace

timing time_of(const sm_program& program, const parameters& p, bool skip_periods) {
    const std::vector<instruction_list> lists = lists_of(program, p);
    const std::vector<instruction_counts> instructions = count_instructions(lists, p);
    timing result;
    if (const auto* instruction = std::get_if<formats::mma>(&program.instruction))
        result = mma_timing(program, *instruction, p, skip_periods).run(*instruction, instructions, p);
    else
        result = time_of_loads(lists, program, instructions, p, skip_periods);
    finish(instructions, result);
    return result;
}

timing time_of(const kernel_program& program, const parameters& p, bool skip_periods) {
    const std::vector<instruction_counts> instructions = count_instructions(program.warps, p);
    sm_events_work work;
    work.warps = &program.warps;
    work.warps_of_block = program.warps_of_block;
    work.fragments.assign(program.warps.size(), 0);
    work.takes = timing_of(program.instruction, p);
    work.first_tile = first_tile_cycles(p);
    work.memory = program.memory;
    timing result = time_together(work, instructions, p, skip_periods);
    for (std::size_t s = 0; s < instructions.size(); ++s) {
        subcore_counts& counts = result.subcores[s];
        count_mma(program.instruction, work.takes, instructions[s][operation::mma], counts);
        counts.load_writes = instructions[s].load_phases;
        result.shared_memory.bytes += instructions[s].load_phases * bytes_of_phase;
        result.copy_engine.copies += instructions[s][operation::copy];
        result.copy_engine.writes += instructions[s][operation::write_out];
    }
    finish(instructions, result);
    return result;
}

}  // namespace lacuna::sparse_tensor_core
