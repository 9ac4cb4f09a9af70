/// Is a steady state that is counted at once counted as if every event were simulated?
#include <gtest/gtest.h>

#include "models/sparse_tensor_core/event_timing.h"
#include "tests/sparse_tensor_core/programs.h"
#include "tests/sparse_tensor_core/stepped_timing.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

const char* const instructions[] = {"mma.m16n8k16.f32.f16.f16.f32", "mma.sp.m16n8k16.f32.f16.f16.f32",
                                    "ldmatrix.x1", "ldmatrix.x4"};

TEST(period, any_number_of_iterations_is_as_the_rules_stepped) {
    for (const char* instruction : instructions) {
        for (std::uint64_t iterations = 1; iterations <= 200; iterations += 1 + iterations / 20) {
            SCOPED_TRACE(testing::Message() << instruction << ", " << iterations << " iterations");
            const sm_program program = stream_of(instruction, 7, 2, iterations, 2);
            expect_same(stepped_timing(program, {}), time_of(program, {}));
            if (HasFailure()) return;
        }
    }
}

TEST(period, a_loop_that_ends_ends_the_steady_state) {
    for (const char* instruction : instructions) {
        sm_program program = stream_of(instruction, 10, 3, 1, 1);
        program.ilp = 3;
        program.warps.clear();
        for (std::uint64_t w = 0; w < 10; ++w)
            program.warps.push_back(
                {{{50 + 17 * w % 90, 1 + static_cast<std::uint32_t>(w) % 3}, {40, 3}, {w + 1, 2}}});
        const timing taken = time_of(program, {});
        SCOPED_TRACE(instruction);
        expect_same(stepped_timing(program, {}), taken);
    }
}

TEST(period, loops_of_as_many_chains_are_one_loop) {
    sm_program parts = stream_of("mma.sp.m16n8k32.f32.f16.f16.f32", 8, 2, 1);
    for (warp_program& warp : parts.warps) warp.loops.assign(1000, {64, 2});
    const sm_program whole = stream_of("mma.sp.m16n8k32.f32.f16.f16.f32", 8, 2, 64000);
    const timing taken = time_of(parts, {});
    expect_same(time_of(whole, {}), taken);
    EXPECT_LT(taken.simulated_cycles, taken.cycles / 1000);
}

TEST(period, a_thousand_million_iterations_take_no_time_and_are_exact) {
    for (const char* instruction : instructions) {
        SCOPED_TRACE(instruction);
        const auto taken = [&](std::uint64_t iterations) {
            return time_of(stream_of(instruction, 8, 2, iterations), {});
        };
        // In the steady state as many iterations more take as much more, whatever their number.
        const timing base = taken(5000), more = taken(8600),
                     most = taken(5000 + 3600 * std::uint64_t{300000});
        EXPECT_EQ(base.cycles + 300000 * (more.cycles - base.cycles), most.cycles);
        EXPECT_EQ(base.subcores[1].barrier + 300000 * (more.subcores[1].barrier - base.subcores[1].barrier),
                  most.subcores[1].barrier);
        EXPECT_LT(most.simulated_events, 20000u);
        EXPECT_LT(most.simulated_cycles, 20000u);
    }
}

class long_programs : public testing::TestWithParam<std::uint32_t> {};

TEST_P(long_programs, are_the_same_skipped_or_not) {
    std::uint64_t cycles = 0, simulated = 0;
    for (std::uint32_t i = 0; i < 30 && !HasFailure(); ++i) {
        const std::uint32_t seed = GetParam() * 1000 + i;
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_numbers random(seed);
        const parameters p = random_parameters(random);
        const sm_program program = random_program(random, i % 2 == 0 ? of::mma : of::loads, 2000);
        const timing skipped = time_of(program, p);
        expect_same(time_of(program, p, false), skipped);
        // Loads of sub-cores that do not meet have no period together but the product of theirs.
        if (i % 2 != 0) continue;
        cycles += skipped.cycles;
        simulated += skipped.simulated_cycles;
    }
    EXPECT_LT(simulated, cycles / 4) << "steady states are not found";
}

INSTANTIATE_TEST_SUITE_P(seed, long_programs, testing::Range(0u, 10u));

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
