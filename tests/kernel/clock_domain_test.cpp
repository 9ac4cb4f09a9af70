/// When does a run begin, when does it end, and what does it leave behind?
#include "sim/kernel/clock_domain.h"

#include <gtest/gtest.h>

#include <csignal>
#include <vector>

#include "tests/kernel/toy_boxes.h"

namespace lacuna::kernel::test {
namespace {

/// What a run threw, "" where it ended.
template <class Error>
std::string sentence_of_run(clock_domain& clock) {
    try {
        clock.run();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

TEST(clock_domain, a_run_ends_at_the_first_quiet_edge_and_counts_it) {
    clock_domain clock("clock", nanosecond());
    std::uint64_t changes = 0;
    scripted_box box("box", clock, [&](std::uint64_t cycle) { return cycle <= changes; });
    for (changes = 0; changes < 5; ++changes) {
        SCOPED_TRACE(changes);
        box.edges = 0;
        EXPECT_EQ(clock.run(), changes + 1);
        EXPECT_EQ(clock.elapsed(), changes + 1);
        EXPECT_EQ(box.edges, changes + 1);
    }
}

TEST(clock_domain, the_last_box_to_change_ends_the_run_wherever_it_is_bound) {
    clock_domain clock("clock", nanosecond());
    scripted_box a("a", clock, changes_for(2));
    scripted_box b("b", clock, changes_for(7));
    scripted_box c("c", clock, changes_for(4));
    EXPECT_EQ(clock.run(), 8u);
    EXPECT_EQ(a.edges, 8u);
    EXPECT_EQ(b.edges, 8u);
    EXPECT_EQ(c.edges, 8u);
}

TEST(clock_domain, a_box_that_is_quiet_for_an_edge_while_others_change_goes_on) {
    clock_domain clock("clock", nanosecond());
    scripted_box sleeper("sleeper", clock, [](std::uint64_t cycle) { return cycle == 5; });
    scripted_box timer("timer", clock, changes_for(4));
    EXPECT_EQ(clock.run(), 6u);
}

TEST(clock_domain, a_second_run_is_as_the_first) {
    clock_domain clock("clock", nanosecond());
    std::vector<std::uint64_t> cycles;
    scripted_box box("box", clock, [&](std::uint64_t cycle) {
        cycles.push_back(cycle);
        return cycle < 3;
    });
    EXPECT_EQ(clock.run(), 3u);
    EXPECT_EQ(clock.run(), 3u);
    EXPECT_EQ(cycles, (std::vector<std::uint64_t>{1, 2, 3, 1, 2, 3}));
}

TEST(clock_domain, an_edge_is_a_period_after_the_one_before) {
    clock_domain clock("clock", sc_core::sc_time(1250, sc_core::SC_PS));
    std::vector<sc_core::sc_time> edges;
    scripted_box box("box", clock, [&](std::uint64_t cycle) {
        edges.push_back(sc_core::sc_time_stamp());
        return cycle < 3;
    });
    clock.run();
    clock.run();
    ASSERT_EQ(edges.size(), 6u);
    for (std::size_t i = 0; i < edges.size(); ++i)
        EXPECT_EQ(edges[i], sc_core::sc_time(1250.0 * static_cast<double>(i + 1), sc_core::SC_PS)) << i;
}

TEST(clock_domain, the_number_of_an_edge_never_comes_again) {
    clock_domain clock("clock", nanosecond());
    std::vector<std::uint64_t> edges;
    scripted_box box("box", clock, [&](std::uint64_t cycle) {
        edges.push_back(clock.now());
        return cycle < 2;
    });
    clock.run();
    clock.run();
    ASSERT_EQ(edges.size(), 4u);
    EXPECT_EQ(edges[1], edges[0] + 1);
    EXPECT_GT(edges[2], edges[1] + 1) << "what the first run wrote last would look fresh";
    EXPECT_EQ(edges[3], edges[2] + 1);
}

TEST(clock_domain, clocks_of_one_process_do_not_disturb_each_other) {
    clock_domain fast("fast", sc_core::sc_time(300, sc_core::SC_PS));
    clock_domain slow("slow", sc_core::sc_time(7, sc_core::SC_NS));
    scripted_box a("a", fast, changes_for(5));
    scripted_box b("b", slow, changes_for(9));
    EXPECT_EQ(fast.run(), 6u);
    EXPECT_EQ(b.edges, 0u);
    EXPECT_EQ(slow.run(), 10u);
    EXPECT_EQ(a.edges, 6u);
    EXPECT_EQ(fast.run(), 6u);
    EXPECT_EQ(b.edges, 10u);
    EXPECT_EQ(slow.run(), 10u);
}

TEST(clock_domain, a_deadlock_names_every_box_that_waits_and_the_cycle) {
    struct accelerator final : sc_core::sc_module {
        explicit accelerator(sc_core::sc_module_name name) : sc_module(name) {}
        clock_domain clock{"clock", nanosecond()};
        scripted_box idle{"idle", clock, changes_for(1)};
        scripted_box queue{"queue_3", clock, changes_for(6), "holds 3 entries, waiting for columns"};
        scripted_box reader{"pointer_read", clock, changes_for(2), "waits for credit"};
    } toy("toy");
    EXPECT_EQ(sentence_of_run<deadlock>(toy.clock),
              "stuck at cycle 7: queue[3] holds 3 entries, waiting for columns; pointer_read waits for "
              "credit.");
}

TEST(clock_domain, a_deadlock_counts_the_cycles_of_its_own_run) {
    clock_domain clock("clock", nanosecond());
    struct box final : sc_core::sc_module, synchronous_if {
        explicit box(sc_core::sc_module_name name) : sc_module(name) {}
        bool on_clock() override { return false; }
        std::string pending() const override { return stuck ? "waits" : ""; }
        bool stuck = false;
    };
    box later("later");
    clock.boxes(later);
    EXPECT_EQ(clock.run(), 1u);
    later.stuck = true;
    EXPECT_EQ(sentence_of_run<deadlock>(clock).substr(0, 17), "stuck at cycle 1:");
    later.stuck = false;
    EXPECT_EQ(clock.run(), 1u) << "the deadlock of one layer is no deadlock of the next";
}

TEST(clock_domain, a_stop_ends_a_run_that_would_never_end) {
    clock_domain clock("clock", nanosecond());
    scripted_box endless("endless", clock, [](std::uint64_t cycle) {
        if (cycle == 5) request_stop();
        return true;
    });
    EXPECT_EQ(sentence_of_run<interrupted>(clock), "interrupted");
    EXPECT_EQ(endless.edges, 5u);
}

TEST(clock_domain, a_stop_holds_for_every_clock_and_every_later_run) {
    clock_domain first("first", nanosecond());
    clock_domain second("second", nanosecond());
    scripted_box a("a", first, changes_for(3));
    scripted_box b("b", second, changes_for(3));
    EXPECT_EQ(first.run(), 4u);
    std::signal(SIGINT, [](int) { request_stop(); });
    std::raise(SIGINT);
    EXPECT_THROW(first.run(), interrupted);
    EXPECT_THROW(second.run(), interrupted);
    EXPECT_THROW(first.run(), interrupted);
}

TEST(clock_domain, a_run_given_up_is_not_called_a_deadlock) {
    clock_domain clock("clock", nanosecond());
    scripted_box box("box", clock, changes_for(3), "holds work");
    request_stop();
    EXPECT_THROW(clock.run(), interrupted);
}

}  // namespace
}  // namespace lacuna::kernel::test
