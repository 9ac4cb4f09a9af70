/// Is what crosses between boxes seen one edge later, at no other edge, in whatever order they are evaluated?
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/kernel/register_channel.h"
#include "sim/kernel/wired_or.h"
#include "tests/kernel/toy_boxes.h"

namespace lacuna::kernel::test {
namespace {

using cycles = std::vector<std::uint64_t>;

constexpr std::uint64_t last = 12;  // edges that a run of these tests has, the quiet one aside

/// One channel, its writer and its reader, which notes what it sees at every edge.
struct register_bench {
    register_bench(const cycles& written, bool reader_first) {
        const auto write = [this, written](std::uint64_t cycle) {
            for (const std::uint64_t each : written) {
                if (each == cycle) channel.write(static_cast<int>(100 + cycle));
            }
            return cycle <= last;
        };
        const auto read = [this](std::uint64_t cycle) {
            if (const int* value = channel.read()) seen[cycle] = *value;
            return false;
        };
        if (reader_first) reader = std::make_unique<scripted_box>("reader", clock, read);
        writer = std::make_unique<scripted_box>("writer", clock, write);
        if (!reader_first) reader = std::make_unique<scripted_box>("reader", clock, read);
    }

    clock_domain clock{"clock", nanosecond()};
    register_channel<int> channel{"channel", clock};
    std::unique_ptr<scripted_box> writer, reader;
    std::map<std::uint64_t, int> seen;  // by the cycle at which it was seen
};

class evaluation_order : public testing::TestWithParam<bool> {};

TEST_P(evaluation_order, a_value_is_seen_exactly_one_edge_later) {
    register_bench bench({4}, GetParam());
    bench.clock.run();
    EXPECT_EQ(bench.seen, (std::map<std::uint64_t, int>{{5, 104}}));
}

TEST_P(evaluation_order, values_written_at_every_edge_are_all_seen) {
    register_bench bench({3, 4, 5, 6, 9, 11}, GetParam());
    bench.clock.run();
    EXPECT_EQ(bench.seen,
              (std::map<std::uint64_t, int>{{4, 103}, {5, 104}, {6, 105}, {7, 106}, {10, 109}, {12, 111}}));
}

TEST_P(evaluation_order, a_value_written_at_the_first_edge_is_seen_at_the_second) {
    register_bench bench({1}, GetParam());
    bench.clock.run();
    EXPECT_EQ(bench.seen, (std::map<std::uint64_t, int>{{2, 101}}));
}

TEST_P(evaluation_order, what_the_last_edge_of_a_run_wrote_is_not_seen_by_the_next_run) {
    register_bench bench({last + 1}, GetParam());
    EXPECT_EQ(bench.clock.run(), last + 1);
    EXPECT_EQ(bench.clock.run(), last + 1);
    EXPECT_EQ(bench.seen, (std::map<std::uint64_t, int>{}));
}

TEST_P(evaluation_order, nothing_is_seen_of_a_channel_that_nobody_wrote) {
    register_bench bench({}, GetParam());
    bench.clock.run();
    EXPECT_EQ(bench.seen, (std::map<std::uint64_t, int>{}));
}

/// A wire, moved by a script at each edge, and the cycles at which a reader saw it up.
struct wire_bench {
    template <class Script>
    wire_bench(Script script, bool reader_first) {
        const auto move = [this, script](std::uint64_t cycle) {
            script(wire, cycle);
            return cycle <= last;
        };
        const auto read = [this](std::uint64_t cycle) {
            if (wire.read()) up.push_back(cycle);
            return false;
        };
        if (reader_first) reader = std::make_unique<scripted_box>("reader", clock, read);
        mover = std::make_unique<scripted_box>("mover", clock, move);
        if (!reader_first) reader = std::make_unique<scripted_box>("reader", clock, read);
        clock.run();
    }

    clock_domain clock{"clock", nanosecond()};
    wired_or wire{"wire", clock};
    std::unique_ptr<scripted_box> mover, reader;
    cycles up;
};

TEST_P(evaluation_order, a_wire_is_seen_up_from_one_edge_after_raising_to_the_edge_of_lowering) {
    wire_bench bench(
        [](wired_or& wire, std::uint64_t cycle) {
            if (cycle == 3) wire.raise();
            if (cycle == 6) wire.lower();
        },
        GetParam());
    EXPECT_EQ(bench.up, (cycles{4, 5, 6}));
}

TEST_P(evaluation_order, a_wire_stays_up_while_any_box_holds_it) {
    wire_bench bench(
        [](wired_or& wire, std::uint64_t cycle) {
            if (cycle == 2 || cycle == 4) wire.raise();
            if (cycle == 5 || cycle == 8) wire.lower();
        },
        GetParam());
    EXPECT_EQ(bench.up, (cycles{3, 4, 5, 6, 7, 8}));
}

TEST_P(evaluation_order, raising_and_lowering_within_an_edge_cancel_in_either_order) {
    wire_bench bench(
        [](wired_or& wire, std::uint64_t cycle) {
            if (cycle == 2) wire.raise(), wire.lower();  // one box holds it for no time
            if (cycle == 5) wire.raise();
            if (cycle == 6) wire.lower(), wire.raise();  // one box hands it to another
            if (cycle == 7) wire.raise(), wire.lower();
            if (cycle == 8) wire.lower();
        },
        GetParam());
    EXPECT_EQ(bench.up, (cycles{6, 7, 8}));
}

TEST_P(evaluation_order, a_wire_raised_and_lowered_at_successive_edges_is_up_for_one) {
    wire_bench bench(
        [](wired_or& wire, std::uint64_t cycle) {
            if (cycle == 1 || cycle == 3) wire.raise();
            if (cycle == 2 || cycle == 4) wire.lower();
        },
        GetParam());
    EXPECT_EQ(bench.up, (cycles{2, 4}));
}

INSTANTIATE_TEST_SUITE_P(channels, evaluation_order, testing::Bool(),
                         [](const auto& info) { return info.param ? "reader_first" : "writer_first"; });

/// What SystemC says when it elaborates.
std::string error_of_elaboration(clock_domain& clock) {
    try {
        clock.run();
    } catch (const sc_core::sc_report& report) {
        return report.get_msg();
    }
    ADD_FAILURE() << "nothing was refused";
    return "";
}

struct ports final : sc_core::sc_module {
    explicit ports(sc_core::sc_module_name name) : sc_module(name) {}
    register_in<int> in{"in"};
    register_out<int> out{"out"};
};

struct port_bench {
    clock_domain clock{"clock", nanosecond()};
    scripted_box idle{"idle", clock, changes_for(0)};
    register_channel<int> columns{"columns", clock};
    register_channel<int> back{"back", clock};
    register_channel<int> other{"other", clock};
    ports a{"a"}, b{"b"};
};

TEST(register_channel, ports_carry_what_the_channel_carries) {
    port_bench bench;
    bench.a.out(bench.columns);
    bench.b.in(bench.columns);
    bench.a.in(bench.back);
    bench.b.out(bench.other);
    cycles seen;
    scripted_box writer("writer", bench.clock, [&](std::uint64_t cycle) {
        if (cycle == 2) bench.a.out.write(7);
        return cycle < 5;
    });
    scripted_box reader("reader", bench.clock, [&](std::uint64_t cycle) {
        const int* value = bench.b.in.read();
        if (value != nullptr && *value == 7) seen.push_back(cycle);
        return false;
    });
    bench.clock.run();
    EXPECT_EQ(seen, (cycles{3}));
}

TEST(register_channel, a_second_reader_is_an_error_that_names_both) {
    port_bench bench;
    bench.a.in(bench.columns);
    bench.b.in(bench.columns);
    bench.a.out(bench.back);
    bench.b.out(bench.other);
    EXPECT_EQ(error_of_elaboration(bench.clock), "columns has two readers, a.in and b.in.");
}

TEST(register_channel, a_second_writer_is_an_error_that_names_both) {
    port_bench bench;
    bench.a.out(bench.columns);
    bench.b.out(bench.columns);
    bench.a.in(bench.back);
    bench.b.in(bench.other);
    EXPECT_EQ(error_of_elaboration(bench.clock), "columns has two writers, a.out and b.out.");
}

}  // namespace
}  // namespace lacuna::kernel::test
