/// Is every box of the clocked sub-core at work at the cycle that the timing rules give, and not at the one
/// before?
#include <gtest/gtest.h>

#include <map>
#include <systemc>

#include "models/sparse_tensor_core/sparse_tensor_core.h"
#include "sim/kernel/box_path.h"
#include "tests/sparse_tensor_core/one_instruction.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

/// Notes the cycles, from 0, at which counters change.
class probe final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    probe(sc_core::sc_module_name name, const statistics::registry& watched)
        : sc_module(name), watched_(watched) {}
    bool on_clock() override {
        for (const statistics::total& each : watched_.totals()) {
            std::uint64_t& before = before_[each.what->name];
            if (each.value != before) changes[each.what->name].push_back(cycle_);
            before = each.value;
        }
        ++cycle_;
        return false;
    }
    std::map<std::string, std::vector<std::uint64_t>> changes;

  private:
    const statistics::registry& watched_;
    std::map<std::string, std::uint64_t> before_;
    std::uint64_t cycle_ = 0;
};

/// One sub-core with a probe that looks after every edge.
class watched_subcore final : public sc_core::sc_module {
  public:
    explicit watched_subcore(sc_core::sc_module_name name)
        : sc_module(name),
          clock("clock", sc_core::sc_time(1, sc_core::SC_NS)),
          core("core", 0, 1, clock, p, statistics),
          copies("copies", clock, statistics),
          barrier("barrier", clock),
          watch("watch", statistics) {
        core.scheduler.copies(copies);
        core.scheduler.barrier(barrier);
        clock.boxes(core);
        clock.boxes(watch);
    }
    std::uint64_t run(const sm_program& program) {
        const std::vector<instruction_list> lists = lists_of(program, p);
        sm_work work;
        work.instruction = &std::get<formats::mma>(program.instruction);
        work.warps = &lists;
        work.fragments_ready.assign(lists.size(), 0);
        core.start(work);
        return clock.run();
    }
    const std::vector<std::uint64_t>& changes(const std::string& counter) {
        return watch.changes["core." + counter];
    }

    parameters p;
    statistics::registry statistics;
    kernel::clock_domain clock;
    subcore core;
    copy_engine copies;
    block_barrier barrier;
    probe watch;
};

using cycles = std::vector<std::uint64_t>;

cycles range(std::uint64_t first, std::uint64_t last) {
    cycles all;
    for (std::uint64_t c = first; c <= last; ++c) all.push_back(c);
    return all;
}

TEST(instants, of_an_instruction_of_one_step) {
    watched_subcore core("watched");
    EXPECT_EQ(core.run(stream_of(dense_one_step, 1, 1, 1)), 17u);
    EXPECT_EQ(core.changes("warp_scheduler.mma_instructions"), cycles{0});
    EXPECT_EQ(core.changes("operand_collector.read"), cycles{1});
    EXPECT_EQ(core.changes("busy_cycles"), range(2, 5));
    EXPECT_EQ(core.changes("operand_selector.pass"), range(3, 6));
    EXPECT_EQ(core.changes("dot_product_units.multiply_f16"), range(4, 7));
    EXPECT_EQ(core.changes("accumulation.add_f32"), range(6, 9));
    EXPECT_EQ(core.changes("write_back.write"), cycles{16});
}

TEST(instants, of_an_instruction_of_two_steps_whose_second_waits_for_the_sums_of_the_first) {
    watched_subcore core("watched");
    EXPECT_EQ(core.run(stream_of(sparse_two_steps, 1, 1, 1)), 24u);
    EXPECT_EQ(core.changes("metadata_delivery.read"), cycles{1});
    EXPECT_EQ(core.changes("busy_cycles"), range(2, 9));
    EXPECT_EQ(core.changes("operand_selector.select"), range(3, 10));
    EXPECT_EQ(core.changes("dot_product_units.multiply_f16"), range(4, 11));
    cycles adds = range(6, 9);
    for (const std::uint64_t second : range(13, 16)) adds.push_back(second);
    EXPECT_EQ(core.changes("accumulation.add_f32"), adds);
    EXPECT_EQ(core.changes("write_back.write"), cycles{23});
}

TEST(instants, a_dependent_instruction_issues_at_the_latency_and_not_before) {
    watched_subcore core("watched");
    EXPECT_EQ(core.run(stream_of(dense_two_steps, 1, 1, 3)), 72u);
    EXPECT_EQ(core.changes("warp_scheduler.mma_instructions"), (cycles{0, 24, 48}));
    // The loop's three instructions follow when the collector is through with the mma, eight cycles after its
    // issue.
    EXPECT_EQ(core.changes("warp_scheduler.issue"), (cycles{0, 8, 9, 10, 24, 32, 33, 34, 48, 56, 57, 58}));
}

TEST(instants, independent_instructions_issue_when_the_collector_is_free) {
    watched_subcore core("watched");
    core.run(stream_of(dense_one_step, 1, 4, 2));
    EXPECT_EQ(core.changes("warp_scheduler.mma_instructions"), (cycles{0, 4, 8, 12, 19, 23, 27, 31}));
}

TEST(instants, the_selector_keeps_a_small_sparse_instruction_for_six_cycles) {
    watched_subcore core("watched");
    core.run(stream_of(sparse_one_step, 1, 3, 1));
    EXPECT_EQ(core.changes("warp_scheduler.mma_instructions"), (cycles{0, 6, 12}));
    EXPECT_EQ(core.changes("selector_busy"), (cycles{6, 7, 12, 13, 18, 19}));
}

TEST(instants, warps_of_a_subcore_take_turns) {
    watched_subcore core("watched");
    core.run(stream_of(dense_two_steps, 2, 1, 2));
    // The second warp issues while the first is in its loop; neither waits for the other's accumulators.
    EXPECT_EQ(core.changes("warp_scheduler.mma_instructions"), (cycles{0, 8, 24, 32}));
    EXPECT_EQ(core.changes("dependency"), range(2 + 16, 2 + 23));
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
