/// Do the counters of boxes come out summed, ordered, described and conserved?
#include "sim/statistics/registry.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

namespace lacuna::statistics {
namespace {

/// What std::logic_error the call throws.
template <class Call>
std::string mistake_of(Call call) {
    try {
        call();
    } catch (const std::logic_error& error) {
        return error.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return "";
}

std::vector<std::pair<std::string, std::uint64_t>> values(const std::vector<total>& totals) {
    std::vector<std::pair<std::string, std::uint64_t>> all;
    for (const total& each : totals) all.emplace_back(each.what->name, each.value);
    return all;
}

using named = std::vector<std::pair<std::string, std::uint64_t>>;

/// Two PEs with a part each, and a box that keeps no account of its time, registered as constructors would.
class two_pes : public testing::Test {
  protected:
    two_pes() {
        for (int i = 0; i < 2; ++i) {
            const std::string box = "pe[" + std::to_string(i) + "]";
            all.add(box, {"busy_cycles", kind::busy, "cycles", "the PE works"}, busy[i]);
            all.add(box, {"starved", kind::stall, "cycles", "the queue is empty"}, starved[i]);
            all.add(box + ".pointer_read", {"read", kind::action, "reads", "pointer pairs read"}, reads[i]);
        }
        all.add("control", {"broadcast", kind::action, "activations", "activations sent"}, broadcasts);
    }

    registry all;
    std::uint64_t busy[2] = {77, 77}, starved[2] = {77, 77}, reads[2] = {77, 77}, broadcasts = 77;
};

TEST_F(two_pes, registration_starts_a_counter_at_0) {
    EXPECT_EQ(values(all.totals()), (named{{"pe.busy_cycles", 0},
                                           {"pe.starved", 0},
                                           {"pe.pointer_read.read", 0},
                                           {"control.broadcast", 0}}));
}

TEST_F(two_pes, totals_are_sums_over_instances_in_the_order_of_registration) {
    busy[0] = 3, busy[1] = 40;
    starved[1] = 5;
    reads[0] = 100, reads[1] = 1;
    broadcasts = 7;
    EXPECT_EQ(values(all.totals()), (named{{"pe.busy_cycles", 43},
                                           {"pe.starved", 5},
                                           {"pe.pointer_read.read", 101},
                                           {"control.broadcast", 7}}));
    EXPECT_EQ(all.total_of("pe.pointer_read.read"), 101u);
}

TEST_F(two_pes, sums_are_64_bits_wide) {
    reads[0] = reads[1] = std::uint64_t{1} << 40;
    EXPECT_EQ(all.total_of("pe.pointer_read.read"), std::uint64_t{1} << 41);
}

TEST_F(two_pes, instances_stand_in_the_order_of_registration_with_their_own_counts) {
    busy[0] = 1, busy[1] = 2, starved[0] = 3, starved[1] = 4, reads[0] = 5, reads[1] = 6, broadcasts = 7;
    const std::vector<instance> boxes = all.instances();
    ASSERT_EQ(boxes.size(), 5u);
    EXPECT_EQ(boxes[0].box, "pe[0]");
    EXPECT_EQ(values(boxes[0].counters), (named{{"pe.busy_cycles", 1}, {"pe.starved", 3}}));
    EXPECT_EQ(boxes[1].box, "pe[0].pointer_read");
    EXPECT_EQ(values(boxes[1].counters), (named{{"pe.pointer_read.read", 5}}));
    EXPECT_EQ(boxes[2].box, "pe[1]");
    EXPECT_EQ(values(boxes[2].counters), (named{{"pe.busy_cycles", 2}, {"pe.starved", 4}}));
    EXPECT_EQ(boxes[3].box, "pe[1].pointer_read");
    EXPECT_EQ(values(boxes[3].counters), (named{{"pe.pointer_read.read", 6}}));
    EXPECT_EQ(boxes[4].box, "control");
}

TEST_F(two_pes, reset_sets_every_counter_to_0) {
    busy[0] = busy[1] = starved[0] = starved[1] = reads[0] = reads[1] = broadcasts = 9;
    all.reset();
    for (const total& each : all.totals()) EXPECT_EQ(each.value, 0u) << each.what->name;
    EXPECT_EQ(busy[1], 0u);
}

TEST_F(two_pes, a_kind_of_counter_is_described_once) {
    const std::vector<description>& kinds = all.descriptions();
    ASSERT_EQ(kinds.size(), 4u);
    EXPECT_EQ(kinds[2].name, "pe.pointer_read.read");
    EXPECT_EQ(kinds[2].what, kind::action);
    EXPECT_EQ(kinds[2].unit, "reads");
    EXPECT_EQ(kinds[2].meaning, "pointer pairs read");
}

TEST_F(two_pes, instances_that_describe_a_counter_differently_are_a_mistake) {
    std::uint64_t third = 0;
    const std::string sentence = "two instances of pe.starved describe it differently";
    EXPECT_EQ(mistake_of([&] {
                  all.add("pe[2]", {"starved", kind::stall, "cycles", "something else"}, third);
              }),
              sentence);
    EXPECT_EQ(mistake_of([&] {
                  all.add("pe[2]", {"starved", kind::stall, "edges", "the queue is empty"}, third);
              }),
              sentence);
    EXPECT_EQ(mistake_of([&] {
                  all.add("pe[2]", {"starved", kind::amount, "cycles", "the queue is empty"}, third);
              }),
              sentence);
}

TEST_F(two_pes, an_unknown_name_is_a_mistake) {
    EXPECT_EQ(mistake_of([&] { all.total_of("pe.read"); }), "no statistic is named pe.read");
}

TEST_F(two_pes, busy_and_stalls_that_sum_to_the_elapsed_cycles_are_conserved) {
    busy[0] = 6, starved[0] = 4;
    busy[1] = 0, starved[1] = 10;
    reads[0] = 1234;  // no time
    EXPECT_NO_THROW(all.check_conservation(10));
}

TEST_F(two_pes, a_cycle_too_few_or_too_many_names_the_box_and_both_numbers) {
    busy[0] = 6, starved[0] = 4;
    busy[1] = 6, starved[1] = 3;
    EXPECT_EQ(mistake_of([&] { all.check_conservation(10); }),
              "pe[1] accounts for 9 of 10 elapsed cycles: busy and stall cycles must sum to them");
    starved[1] = 5;
    EXPECT_EQ(mistake_of([&] { all.check_conservation(10); }),
              "pe[1] accounts for 11 of 10 elapsed cycles: busy and stall cycles must sum to them");
}

TEST_F(two_pes, a_surplus_in_one_box_does_not_pay_for_another) {
    busy[0] = 9, busy[1] = 11;
    EXPECT_EQ(mistake_of([&] { all.check_conservation(10); }),
              "pe[0] accounts for 9 of 10 elapsed cycles: busy and stall cycles must sum to them");
}

TEST(registry, a_registry_without_counters_conserves_everything) {
    const registry none;
    EXPECT_NO_THROW(none.check_conservation(10));
    EXPECT_TRUE(none.totals().empty());
    EXPECT_TRUE(none.instances().empty());
}

TEST(registry, boxes_that_register_in_turns_are_still_one_instance_each) {
    registry all;
    std::uint64_t a = 0, b = 0, c = 0;
    all.add("pe[0]", {"busy_cycles", kind::busy, "cycles", "works"}, a);
    all.add("pe[1]", {"busy_cycles", kind::busy, "cycles", "works"}, b);
    all.add("pe[0]", {"starved", kind::stall, "cycles", "waits"}, c);
    ASSERT_EQ(all.instances().size(), 2u);
    EXPECT_EQ(all.instances()[0].counters.size(), 2u);
}

TEST(without_indices, indices_vanish_wherever_they_stand) {
    EXPECT_EQ(without_indices("pe[3].pointer_read"), "pe.pointer_read");
    EXPECT_EQ(without_indices("cluster[12].pe[3]"), "cluster.pe");
    EXPECT_EQ(without_indices("central_control"), "central_control");
    EXPECT_EQ(without_indices("level_2_cache[0]"), "level_2_cache");
    EXPECT_EQ(without_indices(""), "");
}

TEST(name_of, each_kind_has_its_name) {
    EXPECT_EQ(name_of(kind::busy), "busy");
    EXPECT_EQ(name_of(kind::stall), "stall");
    EXPECT_EQ(name_of(kind::action), "action");
    EXPECT_EQ(name_of(kind::amount), "amount");
}

TEST_F(two_pes, an_array_is_what_its_boxes_are_one_by_one) {
    registry arrays;
    std::uint64_t busy_too[2] = {77, 77}, starved_too[2], reads_too[2], broadcasts_too;
    registry::array pes = arrays.add_array("pe", 2);
    const auto of = [](std::uint64_t* first) {
        return [first](std::size_t i) -> std::uint64_t& { return first[i]; };
    };
    pes.add("", {"busy_cycles", kind::busy, "cycles", "the PE works"}, of(busy_too));
    pes.add("", {"starved", kind::stall, "cycles", "the queue is empty"}, of(starved_too));
    pes.add(".pointer_read", {"read", kind::action, "reads", "pointer pairs read"}, of(reads_too));
    arrays.add("control", {"broadcast", kind::action, "activations", "activations sent"}, broadcasts_too);
    EXPECT_EQ(busy_too[1], 0u) << "registration starts a counter at 0";
    busy[0] = busy_too[0] = 3, busy[1] = busy_too[1] = 9;
    starved[0] = starved_too[0] = 6;
    reads[0] = reads_too[0] = 4, reads[1] = reads_too[1] = 5;
    broadcasts = broadcasts_too = 8;

    const auto expect_same = [&] {
        EXPECT_EQ(values(arrays.totals()), values(all.totals()));
        EXPECT_EQ(arrays.total_of("pe.pointer_read.read"), all.total_of("pe.pointer_read.read"));
        const std::vector<instance> boxes = all.instances(), others = arrays.instances();
        ASSERT_EQ(others.size(), boxes.size());
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            EXPECT_EQ(others[i].box, boxes[i].box);
            EXPECT_EQ(values(others[i].counters), values(boxes[i].counters));
        }
    };
    expect_same();
    arrays.check_conservation(9);
    EXPECT_EQ(mistake_of([&] { arrays.check_conservation(8); }),
              mistake_of([&] { all.check_conservation(8); }));
    const auto before = all.values(), others_before = arrays.values();
    reads[1] = reads_too[1] = 7;
    all.repeat_since(before, 5), arrays.repeat_since(others_before, 5);
    all.add_to_each("pe.starved", 2), arrays.add_to_each("pe.starved", 2);
    expect_same();
    EXPECT_EQ(reads_too[1], 15u);
    arrays.reset(), all.reset();
    expect_same();
}

}  // namespace
}  // namespace lacuna::statistics
