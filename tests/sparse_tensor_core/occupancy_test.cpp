/// Do the limits of the SM bind exactly where they should?
#include "models/sparse_tensor_core/occupancy.h"

#include <gtest/gtest.h>

#include "sim/accelerator/accelerator.h"
#include "tests/layers/named_mma.h"

namespace lacuna::sparse_tensor_core {
namespace {

/// 13 registers a chain: A 4, B 4, C 4, metadata 1.
sm_program program_of(std::size_t warps, std::uint32_t chains) {
    sm_program program;
    program.instruction = layers::test::mma_named("mma.sp.m16n8k32.f32.f16.f16.f32");
    program.warps.assign(warps, {{{1, chains}}});
    return program;
}

std::string sentence_of(const parameters& p, const sm_program& program) {
    try {
        check_fits(p, program);
    } catch (const does_not_fit& limit) {
        return limit.what();
    }
    return "";
}

TEST(occupancy, registers_are_those_of_the_operands_of_every_chain) {
    EXPECT_EQ(registers_a_lane(program_of(4, 3)), 39u);
    sm_program dense = program_of(1, 2);
    dense.instruction = layers::test::mma_named("mma.m16n8k16.f16.f16.f16.f16");
    EXPECT_EQ(registers_a_lane(dense), 16u);  // 4, 2, 2
    sm_program loads = program_of(1, 4);
    loads.instruction = layers::shared_memory_load{4, 16};
    EXPECT_EQ(registers_a_lane(loads), 16u);
}

TEST(occupancy, every_warp_has_as_many_registers_as_the_one_that_needs_most) {
    sm_program program = program_of(8, 1);
    program.warps[3].loops.push_back({5, 4});
    program.warps[5].loops.clear();
    EXPECT_EQ(registers_a_lane(program), 52u);
    parameters p;
    p.register_file_registers = 2 * 52 * 32;
    EXPECT_EQ(sentence_of(p, program), "");
    --p.register_file_registers;
    EXPECT_EQ(sentence_of(p, program),
              "subcore[0] needs 3328 registers for 2 warps, but its register file has 3327 "
              "(register_file_registers).");
}

TEST(occupancy, a_lane_names_so_many_registers_and_not_one_more) {
    parameters p;
    p.registers_per_lane = 26;
    EXPECT_EQ(sentence_of(p, program_of(1, 2)), "");
    p.registers_per_lane = 25;
    EXPECT_EQ(sentence_of(p, program_of(1, 2)),
              "A lane needs 26 registers for the chains of its warp, but can name 25 (registers_per_lane).");
}

TEST(occupancy, the_sm_holds_so_many_warps_and_not_one_more) {
    parameters p;
    EXPECT_EQ(sentence_of(p, program_of(64, 2)), "");
    EXPECT_EQ(sentence_of(p, program_of(65, 2)),
              "65 warps are more than the 64 that the SM holds (most_warps).");
}

TEST(occupancy, every_limit_that_is_passed_is_said) {
    parameters p;
    EXPECT_EQ(sentence_of(p, program_of(65, 20)),
              "65 warps are more than the 64 that the SM holds (most_warps). A lane needs 260 registers for "
              "the chains of its warp, but can name 255 (registers_per_lane). subcore[0] needs 141440 "
              "registers for 17 warps, but its register file has 16384 (register_file_registers).");
}

TEST(occupancy, a_program_without_work_fits) {
    sm_program idle = program_of(4, 1);
    for (warp_program& warp : idle.warps) warp.loops.clear();
    EXPECT_EQ(registers_a_lane(idle), 0u);
    EXPECT_EQ(sentence_of(parameters(), idle), "");
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
