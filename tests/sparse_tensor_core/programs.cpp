#include "tests/sparse_tensor_core/programs.h"

namespace lacuna::sparse_tensor_core::test {

sm_program stream_of(const std::string& instruction, std::uint32_t warps, std::uint32_t ilp,
                     std::uint64_t iterations, std::uint32_t phases) {
    sm_program program;
    program.instruction = layers::instruction_named(instruction);
    program.warps.assign(warps, {{{iterations, ilp}}});
    program.starts_cold = true;
    program.phases.assign(std::size_t{warps} * ilp, phases);
    program.ilp = ilp;
    return program;
}

parameters random_parameters(random_numbers& random) {
    const auto cycles = [&] { return random.one_in(6) ? random.between(1, 60) : random.between(1, 8); };
    parameters p;
    p.subcores = random.between(1, 4);
    p.tile_rows = std::int64_t{1} << random.between(2, 4);
    p.tile_columns = std::int64_t{1} << random.between(0, 3);
    p.issue_cycles = cycles();
    p.first_read_cycles = cycles();
    p.select_cycles = cycles();
    p.multiply_cycles = cycles();
    p.accumulate_cycles = cycles();
    p.writeback_cycles = cycles();
    p.selector_initiation_interval = random.between(1, 12);
    p.loop_instructions = random.between(0, 4);
    p.instruction_fetch_cycles = random.between(0, 20);
    p.global_latency_cycles = random.between(0, 40);
    p.fragment_registers_per_cycle = random.between(1, 4);
    p.shared_request_cycles = cycles();
    p.shared_return_cycles = cycles();
    p.phase_interval_cycles = random.between(1, 5);
    p.phases_per_cycle = random.between(1, 3);
    p.memory_queue_slots = random.between(1, 5);
    return p;
}

sm_program random_program(random_numbers& random, of which, std::int64_t iterations) {
    static const char* const loads[] = {"ldmatrix.x1", "ldmatrix.x2", "ldmatrix.x4", "ld.shared.u32"};
    sm_program program;
    if (which == of::mma) {
        const auto& all = formats::mma_instructions();
        program.instruction =
            all[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(all.size()) - 1))];
    } else {
        program.instruction = layers::instruction_named(loads[random.between(0, 3)]);
    }
    program.starts_cold = random.one_in(2);
    program.ilp = static_cast<std::uint32_t>(random.between(1, 4));
    const bool alike = random.one_in(3);
    const auto loop = [&]() -> warp_loop {
        return {static_cast<std::uint64_t>(random.between(1, iterations)),
                static_cast<std::uint32_t>(random.between(1, program.ilp))};
    };
    program.warps.resize(static_cast<std::size_t>(random.between(0, 12)));
    for (warp_program& warp : program.warps) {
        if (alike && &warp != program.warps.data()) {
            warp = program.warps.front();
            continue;
        }
        const std::int64_t loops = random.one_in(2) ? 1 : random.between(0, 3);
        for (std::int64_t i = 0; i < loops; ++i) warp.loops.push_back(loop());
    }
    const std::int64_t most_phases = random.one_in(4) ? 32 : 3;
    for (std::size_t i = 0; i < program.warps.size() * program.ilp; ++i)
        program.phases.push_back(static_cast<std::uint32_t>(random.between(1, most_phases)));
    return program;
}

}  // namespace lacuna::sparse_tensor_core::test
