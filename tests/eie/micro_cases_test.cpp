/// Is the cycle exact? Layers small enough to follow the rules of models/eie/README.md by hand.
#include <gtest/gtest.h>

#include "sim/config/input_error.h"

#include "tests/eie/layers.h"

namespace lacuna::eie::test {
namespace {

std::uint64_t cycles_of(std::int64_t pes, const layers::workload& work) {
    parameters p;
    p.pes = pes;
    return p.build("eie", engine::clocked)->run(work).cycles;
}

TEST(micro_case, one_entry_takes_9_cycles) {
    EXPECT_EQ(9u, cycles_of(4, layer_of(4, {1, 0, 0, 0}, {{0, 0}})));
}

TEST(micro_case, nothing_but_one_row_of_zeros_takes_6_cycles) {
    EXPECT_EQ(6u, cycles_of(4, layer_of(4, {0, 0, 0, 0}, {})));
}

TEST(micro_case, an_activation_in_the_second_row_comes_one_cycle_later) {
    EXPECT_EQ(10u, cycles_of(4, layer_of(4, {0, 0, 0, 0, 0, 0, 0, 1}, {{0, 7}})));
}

TEST(micro_case, a_column_of_5_entries_takes_4_cycles_more_than_one) {
    EXPECT_EQ(13u, cycles_of(1, layer_of(5, {1}, {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}})));
}

TEST(micro_case, a_gap_of_15_zeros_needs_no_filler) {
    EXPECT_EQ(10u, cycles_of(1, layer_of(17, {1}, {{0, 0}, {16, 0}})));
}

TEST(micro_case, a_gap_of_16_zeros_takes_a_filler_and_its_cycle) {
    EXPECT_EQ(11u, cycles_of(1, layer_of(18, {1}, {{0, 0}, {17, 0}})));
}

TEST(micro_case, the_same_accumulator_in_adjacent_cycles_is_bypassed_and_stalls_nothing) {
    parameters p;
    p.pes = 4;
    const auto eie = p.build("eie", engine::clocked);
    const outcome result = eie->run(layer_of(4, {1, 1, 0, 0}, {{0, 0}, {0, 1}}));
    EXPECT_EQ(10u, result.cycles);
    EXPECT_EQ(1u, eie->statistics().total_of("pe.arithmetic_unit.bypass"));
    EXPECT_EQ(2.0f, result.outputs[0][0][0]);
}

TEST(micro_case, an_accumulator_hit_two_cycles_later_is_read_and_not_bypassed) {
    parameters p;
    p.pes = 1;
    const auto eie = p.build("eie", engine::clocked);
    // Row 0, row 1, then row 0 again: the second write of row 0 comes two cycles after the first.
    const outcome result = eie->run(layer_of(2, {1, 1}, {{0, 0}, {1, 0}, {0, 1}}));
    EXPECT_EQ(0u, eie->statistics().total_of("pe.arithmetic_unit.bypass"));
    EXPECT_EQ((std::vector<float>{2, 1}), result.outputs[0][0]);
}

/// One PE takes the first column and works on it for 20 cycles. A queue of S slots holds S - 1 activations
/// behind it.
std::uint64_t held_cycles(std::int64_t slots, std::uint32_t activations) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> entries;
    for (std::uint32_t row = 0; row < 20; ++row) entries.emplace_back(row, 0);
    parameters p;
    p.pes = 1;
    p.activation_queue_slots = slots;
    const auto eie = p.build("eie", engine::clocked);
    eie->run(layer_of(20, std::vector<float>(activations, 1.0f), entries));
    return eie->statistics().total_of("central_control.queue_full");
}

TEST(micro_case, a_queue_of_8_slots_holds_7_activations_behind_the_one_in_work) {
    EXPECT_EQ(0u, held_cycles(8, 7));  // 7 and the bias, of which the first is taken
}

TEST(micro_case, a_queue_of_8_slots_holds_the_broadcast_of_one_more) {
    EXPECT_LT(0u, held_cycles(8, 8));
}

TEST(micro_case, negative_inputs_are_sent_where_all_that_is_not_zero_is) {
    parameters p;
    p.pes = 2;
    p.broadcast = "nonzero";
    const auto eie = p.build("eie", engine::clocked);
    layers::workload work = layer_of(1, {-2, 0}, {{0, 0}});
    work.products[0].function = layers::activation_function::none;
    EXPECT_EQ(-2.0f, eie->run(work).outputs[0][0][0]);
    work.products[0].function = layers::activation_function::relu;
    EXPECT_EQ(0.0f, eie->run(work).outputs[0][0][0]);
}

TEST(micro_case, negative_inputs_are_refused_where_only_positive_ones_are_sent) {
    parameters p;
    p.pes = 2;
    const auto eie = p.build("eie", engine::clocked);
    try {
        eie->run(layer_of(1, {1, -2}, {{0, 0}}));
        FAIL() << "a negative input passed";
    } catch (const input_error& error) {
        EXPECT_STREQ(
            "Activation 1 of vector 0 is -2, but 'broadcast: positive' sends positive activations only; set 'broadcast: nonzero' to send every activation that is not zero.",
            error.what());
    }
}

}  // namespace
}  // namespace lacuna::eie::test
