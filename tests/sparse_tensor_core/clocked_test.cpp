/// Does the clocked model take the cycles that its parameters stand for?
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "models/sparse_tensor_core/sparse_tensor_core.h"
#include "tests/sparse_tensor_core/one_instruction.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

parameters without_start_up() {
    parameters p;
    p.instruction_fetch_cycles = 0;
    p.global_latency_cycles = 0;
    return p;
}

TEST(clocked, a_stage_that_takes_a_cycle_more_delays_the_result_by_one) {
    std::vector<std::unique_ptr<sparse_tensor_core>> built;
    std::int64_t parameters::*const stages[] = {
        &parameters::issue_cycles,    &parameters::first_read_cycles, &parameters::select_cycles,
        &parameters::multiply_cycles, &parameters::accumulate_cycles, &parameters::writeback_cycles};
    for (std::int64_t parameters::*stage : stages) {
        parameters p;
        ++(p.*stage);
        built.push_back(
            std::make_unique<sparse_tensor_core>(fmt::format("core-{}", built.size()).c_str(), p));
    }
    for (std::size_t i = 0; i < built.size(); ++i) {
        const bool twice = stages[i] == &parameters::accumulate_cycles;  // an adder for each step
        EXPECT_EQ(built[i]->execute(stream_of(dense_one_step, 1, 1, 1), nullptr, nullptr), 18u) << i;
        EXPECT_EQ(built[i]->execute(stream_of(sparse_two_steps, 1, 1, 1), nullptr, nullptr),
                  twice ? 26u : 25u)
            << i;
    }
}

TEST(clocked, fragments_come_one_register_a_cycle) {
    sparse_tensor_core core("core", without_start_up());
    EXPECT_EQ(core.execute(stream_of(dense_two_steps, 1, 1, 1, true), nullptr, nullptr), 5u + 24);
    EXPECT_EQ(core.execute(stream_of(dense_one_step, 1, 1, 1, true), nullptr, nullptr), 2u + 17);
    EXPECT_EQ(core.execute(stream_of(sparse_one_step, 1, 1, 1, true), nullptr, nullptr), 4u + 17);
    // Two warps on sub-cores of their own: the second has its five registers five cycles later.
    EXPECT_EQ(core.execute(stream_of(sparse_one_step, 2, 1, 1, true), nullptr, nullptr), 9u + 17);
}

TEST(clocked, a_smaller_tile_takes_more_cycles) {
    parameters p;
    p.tile_columns = 1;  // 64 multipliers of f16
    sparse_tensor_core core("core", p);
    EXPECT_EQ(core.execute(stream_of(dense_one_step, 1, 1, 1), nullptr, nullptr), 29u);
    EXPECT_EQ(core.execute(stream_of(sparse_two_steps, 1, 1, 1), nullptr, nullptr), 45u);
    EXPECT_EQ(core.execute(stream_of(sparse_two_steps, 1, 4, 1), nullptr, nullptr), 45u + 3 * 32);
}

TEST(clocked, the_same_program_takes_the_same_after_another) {
    sparse_tensor_core core("core", parameters());
    const sm_program first = stream_of(sparse_one_step, 5, 3, 7, true);
    const auto run = [&](const sm_program& program) {  // what it adds to each counter
        const std::vector<statistics::total> before = core.statistics().totals();
        core.execute(program, nullptr, nullptr);
        std::vector<std::uint64_t> counts;
        for (const statistics::total& each : core.statistics().totals())
            counts.push_back(each.value - before[counts.size()].value);
        return counts;
    };
    const std::vector<std::uint64_t> once = run(first);
    const std::vector<std::uint64_t> other = run(stream_of(dense_two_steps, 9, 2, 5));
    EXPECT_NE(once, other);
    EXPECT_EQ(run(first), once);
}

TEST(clocked, busy_and_stalls_of_every_box_sum_to_the_cycles) {
    sparse_tensor_core core("core", parameters());
    std::uint64_t elapsed = 0;
    for (const std::string& instruction :
         {dense_one_step, dense_two_steps, sparse_one_step, sparse_two_steps}) {
        elapsed += core.execute(stream_of(instruction, 6, 2, 20, true), nullptr, nullptr);
        EXPECT_NO_THROW(core.statistics().check_conservation(elapsed)) << instruction;
    }
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
