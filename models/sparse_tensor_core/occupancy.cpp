#include "models/sparse_tensor_core/occupancy.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "sim/accelerator/accelerator.h"

namespace lacuna::sparse_tensor_core {
namespace {

std::uint64_t count_of(std::int64_t parameter) {
    return static_cast<std::uint64_t>(parameter);
}

/// Of one chain, a lane.
int registers_of(const formats::mma& instruction) {
    return instruction.a_registers() + instruction.b_registers() + instruction.accumulator_registers() +
           instruction.metadata_registers();
}
int registers_of(const layers::shared_memory_load& load) {
    return load.registers();
}

}  // namespace

std::uint64_t registers_a_lane(const sm_program& program) {
    std::uint32_t chains = 0;
    for (const warp_program& warp : program.warps)
        for (const warp_loop& loop : warp.loops) chains = std::max(chains, loop.chains);
    const int registers =
        std::visit([](const auto& each) { return registers_of(each); }, program.instruction);
    return std::uint64_t{chains} * static_cast<unsigned>(registers);
}

void check_fits(const parameters& p, const sm_program& program) {
    const std::uint64_t warps = program.warps.size();
    const std::uint64_t registers = registers_a_lane(program);
    const std::uint64_t of_subcore = (warps + count_of(p.subcores) - 1) / count_of(p.subcores);
    const std::uint64_t in_file = of_subcore * registers * formats::mma::lanes;
    std::string sentences;
    const auto say = [&](const std::string& sentence) {
        sentences += (sentences.empty() ? "" : " ") + sentence;
    };
    if (warps > count_of(p.most_warps))
        say(fmt::format("{} warps are more than the {} that the SM holds (most_warps).", warps,
                        p.most_warps));
    if (registers > count_of(p.registers_per_lane))
        say(
            fmt::format("A lane needs {} registers for the chains of its warp, but can name {} "
                        "(registers_per_lane).",
                        registers, p.registers_per_lane));
    if (in_file > count_of(p.register_file_registers))
        say(
            fmt::format("subcore[0] needs {} registers for {} warp{}, but its register file has {} "
                        "(register_file_registers).",
                        in_file, of_subcore, of_subcore == 1 ? "" : "s", p.register_file_registers));
    if (!sentences.empty()) throw does_not_fit(sentences);
}

}  // namespace lacuna::sparse_tensor_core
