/// Does timing by events follow the rules? Cases by hand, the measured rates, and random programs against the
/// rules stepped edge by edge.
#include "models/sparse_tensor_core/event_timing.h"

#include <gtest/gtest.h>

#include "tests/layers/named_mma.h"
#include "tests/sparse_tensor_core/programs.h"
#include "tests/sparse_tensor_core/stepped_timing.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

std::vector<std::uint64_t> stops_of_one_warp(const std::string& instruction) {
    parameters p;
    p.instruction_fetch_cycles = 0;
    p.global_latency_cycles = 0;
    std::vector<std::uint64_t> stops;
    for (const std::uint64_t iterations : {1, 2, 3})
        stops.push_back(time_of(stream_of(instruction, 1, 1, iterations), p).stopped);
    return stops;
}

using stops = std::vector<std::uint64_t>;

TEST(event_timing, one_warp_stops_where_the_design_says) {
    EXPECT_EQ((stops{16, 40, 64}), stops_of_one_warp("mma.m16n8k16.f32.f16.f16.f32"));
    EXPECT_EQ((stops{9, 26, 43}), stops_of_one_warp("mma.m16n8k8.f32.f16.f16.f32"));
    EXPECT_EQ((stops{13, 30, 47}), stops_of_one_warp("mma.sp.m16n8k16.f32.f16.f16.f32"));
}

TEST(event_timing, a_single_instruction_takes_its_latency) {
    sm_program program = stream_of("mma.m16n8k8.f32.f16.f16.f32", 1, 1, 1);
    program.starts_cold = false;
    EXPECT_EQ(17u, time_of(program, {}).cycles);
    program.instruction = layers::test::mma_named("mma.sp.m16n8k32.f32.f16.f16.f32");
    EXPECT_EQ(24u, time_of(program, {}).cycles);
}

TEST(event_timing, nothing_to_do_takes_no_cycle) {
    sm_program program = stream_of("mma.m16n8k8.f32.f16.f16.f32", 0, 1, 1);
    EXPECT_EQ(0u, time_of(program, {}).cycles);
    program.warps.resize(3);  // warps without loops
    EXPECT_EQ(0u, time_of(program, {}).cycles);
    EXPECT_EQ(4u, time_of(program, {}).subcores.size());
}

struct rate {
    const char* instruction;
    std::uint32_t warps, ilp;
    double cycles_an_iteration;
};

class measured_rates : public testing::TestWithParam<rate> {};

TEST_P(measured_rates, of_1024_iterations) {
    const rate& of = GetParam();
    const timing taken = time_of(stream_of(of.instruction, of.warps, of.ilp, 1024), {});
    EXPECT_NEAR(of.cycles_an_iteration, static_cast<double>(taken.stopped) / 1024, 0.006);
    EXPECT_NEAR(of.cycles_an_iteration, static_cast<double>(taken.cycles) / 1024, 0.03);
}

INSTANTIATE_TEST_SUITE_P(, measured_rates,
                         testing::Values(rate{"mma.m16n8k16.f32.f16.f16.f32", 1, 1, 24.67},
                                         rate{"mma.m16n8k16.f32.f16.f16.f32", 4, 3, 27.75},
                                         rate{"mma.m16n8k16.f32.f16.f16.f32", 8, 2, 32.75},
                                         rate{"mma.m16n8k8.f32.f16.f16.f32", 1, 1, 17.67},
                                         rate{"mma.m16n8k8.f32.f16.f16.f32", 4, 4, 19.73},
                                         rate{"mma.m16n8k8.f32.f16.f16.f32", 8, 3, 24.74},
                                         rate{"mma.sp.m16n8k32.f32.f16.f16.f32", 1, 1, 24.68},
                                         rate{"mma.sp.m16n8k32.f32.f16.f16.f32", 4, 3, 27.79},
                                         rate{"mma.sp.m16n8k32.f32.f16.f16.f32", 8, 2, 32.79},
                                         rate{"mma.sp.m16n8k16.f32.f16.f16.f32", 1, 1, 17.68},
                                         rate{"mma.sp.m16n8k16.f32.f16.f16.f32", 4, 4, 27.76},
                                         rate{"mma.sp.m16n8k16.f32.f16.f16.f32", 8, 2, 24.74},
                                         rate{"mma.m16n8k4.f32.tf32.tf32.f32", 4, 4, 19.73},
                                         rate{"mma.sp.m16n8k128.s32.s4.s4.s32", 8, 2, 32.79}));

TEST(event_timing, a_load_takes_its_way_and_two_cycles_a_phase) {
    const auto cycles_a_load = [](const char* instruction, std::uint32_t phases) {
        return static_cast<double>(time_of(stream_of(instruction, 1, 1, 999, phases), {}).stopped) / 999;
    };
    EXPECT_NEAR(23.11, cycles_a_load("ldmatrix.x1", 1), 0.006);
    EXPECT_NEAR(25.10, cycles_a_load("ldmatrix.x2", 2), 0.01);
    EXPECT_NEAR(29.10, cycles_a_load("ldmatrix.x4", 4), 0.006);
    EXPECT_NEAR(37.09, cycles_a_load("ld.shared.u32", 8), 0.006);
}

TEST(event_timing, loads_saturate_shared_memory) {
    struct saturating {
        const char* instruction;
        std::uint32_t warps, ilp, phases;
    };
    for (const saturating& each : {saturating{"ldmatrix.x1", 8, 4, 1}, saturating{"ldmatrix.x2", 4, 4, 2},
                                   saturating{"ldmatrix.x4", 4, 2, 4}}) {
        const timing taken = time_of(stream_of(each.instruction, each.warps, each.ilp, 999, each.phases), {});
        const auto bytes = static_cast<double>(taken.shared_memory.bytes);
        EXPECT_NEAR(127.47, bytes / static_cast<double>(taken.stopped), 0.05);
        // Without a gap, from the arrival of the first load on: 128 + 8 + 999 x 32 + 15 - 1.
        EXPECT_EQ(32118u, taken.cycles);
        EXPECT_EQ(31968u, taken.shared_memory.busy_cycles);
    }
}

void compare(std::uint32_t seed, of which, std::int64_t iterations) {
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", up to " << iterations << " iterations");
    random_numbers random(seed);
    const parameters p = random_parameters(random);
    const sm_program program = random_program(random, which, iterations);
    const timing expected = stepped_timing(program, p);
    expect_same(expected, time_of(program, p));
    const timing every_event = time_of(program, p, false);
    expect_same(expected, every_event);
    EXPECT_EQ(every_event.cycles, every_event.simulated_cycles);
}

class random_programs : public testing::TestWithParam<std::uint32_t> {};

TEST_P(random_programs, of_mma_are_as_the_rules_stepped) {
    for (std::uint32_t i = 0; i < 150 && !HasFailure(); ++i)
        compare(GetParam() * 1000 + i, of::mma, i % 10 == 0 ? 100 : 10);
}

TEST_P(random_programs, of_loads_are_as_the_rules_stepped) {
    for (std::uint32_t i = 0; i < 100 && !HasFailure(); ++i)
        compare(GetParam() * 1000 + i, of::loads, i % 10 == 0 ? 100 : 10);
}

INSTANTIATE_TEST_SUITE_P(seed, random_programs, testing::Range(0u, 10u));

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
