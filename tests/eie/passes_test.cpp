/// What does a layer beyond the memories take, pass by pass? Counted by hand, and whatever the passes are,
/// the outputs must stay those of the whole layer.
#include "models/eie/passes.h"

#include <gtest/gtest.h>

#include "models/eie/encoding.h"
#include "tests/eie/layers.h"

namespace lacuna::eie::test {
namespace {

/// (first output, outputs, first input, inputs, completes outputs)
using extent = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, bool>;

parameters one_pe() {
    parameters p;
    p.pes = 1;
    p.capacity = "reload";
    return p;
}

/// Every weight of outputs x inputs is there, and the bias of output 0.
layers::workload full_layer(std::uint32_t outputs, std::uint32_t inputs, std::uint32_t batch = 1) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> entries{{0, inputs}};
    for (std::uint32_t row = 0; row < outputs; ++row)
        for (std::uint32_t column = 0; column < inputs; ++column) entries.emplace_back(row, column);
    layers::workload work = layer_of(outputs, std::vector<float>(inputs, 1.0f), entries);
    work.products.front().activations =
        std::vector<std::vector<float>>(batch, std::vector<float>(inputs, 1.0f));
    return work;
}

std::vector<extent> passes_of(const parameters& p, const layers::workload& work) {
    outcome result;
    std::vector<extent> extents;
    for (const pass& each : *encode(p, work.products.front(), result).passes) {
        extents.emplace_back(each.first_output, each.outputs, each.first_input, each.inputs,
                             each.completes_outputs);
    }
    return extents;
}

TEST(passes, a_layer_that_fits_has_one) {
    EXPECT_EQ((std::vector<extent>{{0, 3, 0, 5, true}}), passes_of(one_pe(), full_layer(3, 5)));
}

TEST(passes, the_pointer_sram_holds_columns_bias_and_one_more) {
    parameters p = one_pe();
    p.pointer_entries = 4;
    EXPECT_EQ((std::vector<extent>{{0, 3, 0, 2, false}, {0, 3, 2, 2, false}, {0, 3, 4, 1, true}}),
              passes_of(p, full_layer(3, 5)));
}

TEST(passes, columns_come_in_whole_rows_of_one_a_pe) {
    parameters p = one_pe();
    p.pes = 2;
    p.pointer_entries = 5;  // 2 columns, bias, end; a third column would be half a row
    EXPECT_EQ((std::vector<extent>{{0, 3, 0, 2, false}, {0, 3, 2, 2, false}, {0, 3, 4, 1, true}}),
              passes_of(p, full_layer(3, 5)));
}

TEST(passes, the_weight_sram_and_the_pointers_reach_limit_the_entries_of_the_fullest_pe) {
    parameters p = one_pe();
    p.matrix_sram_entries = 7;  // two columns of 3; the last has the bias too: 3 + 1
    EXPECT_EQ((std::vector<extent>{{0, 3, 0, 2, false}, {0, 3, 2, 2, false}, {0, 3, 4, 1, true}}),
              passes_of(p, full_layer(3, 5)));
    p.matrix_sram_entries = 131072;
    p.pointer_bits = 3;  // reaches 7
    EXPECT_EQ(3u, passes_of(p, full_layer(3, 5)).size());
    p.pointer_bits = 4;  // reaches 15 of 16: not the bias
    EXPECT_EQ((std::vector<extent>{{0, 3, 0, 5, false}, {0, 3, 5, 0, true}}), passes_of(p, full_layer(3, 5)));
    p.pointer_bits = 5;
    EXPECT_EQ(1u, passes_of(p, full_layer(3, 5)).size());
}

TEST(passes, outputs_come_in_groups_that_the_accumulators_hold) {
    parameters p = one_pe();
    p.pes = 2;
    p.accumulators = 2;
    EXPECT_EQ((std::vector<extent>{{0, 4, 0, 5, true}, {4, 4, 0, 5, true}, {8, 1, 0, 5, true}}),
              passes_of(p, full_layer(9, 5)));
}

TEST(passes, both_ways_at_once) {
    parameters p = one_pe();
    p.accumulators = 2;
    p.pointer_entries = 5;
    EXPECT_EQ((std::vector<extent>{
                  {0, 2, 0, 3, false}, {0, 2, 3, 2, true}, {2, 1, 0, 3, false}, {2, 1, 3, 2, true}}),
              passes_of(p, full_layer(3, 5)));
}

TEST(passes, a_vector_beyond_the_activation_sram_is_brought_in_parts) {
    parameters p = one_pe();
    p.source_registers = 1;
    p.activation_sram_entries = 2;
    EXPECT_EQ((std::vector<extent>{{0, 3, 0, 2, false}, {0, 3, 2, 2, false}, {0, 3, 4, 1, true}}),
              passes_of(p, full_layer(3, 5)));
}

TEST(passes, a_bias_that_fits_no_other_has_a_pass_of_its_own) {
    parameters p = one_pe();
    p.matrix_sram_entries = 3;  // a column, but not the bias beside it
    EXPECT_EQ((std::vector<extent>{{0, 3, 0, 1, false}, {0, 3, 1, 1, false}, {0, 3, 2, 0, true}}),
              passes_of(p, full_layer(3, 2)));
}

TEST(passes, what_no_pass_can_hold_does_not_fit) {
    parameters p = one_pe();
    p.matrix_sram_entries = 2;
    try {
        passes_of(p, full_layer(3, 5));
        FAIL();
    } catch (const does_not_fit& reason) {
        EXPECT_STREQ(
            "Even a pass over one input a PE needs 3 entries in pe[0], but its weight SRAM holds 2 and "
            "pointers of 16 bits reach 65535 (matrix_sram_entries, pointer_bits).",
            reason.what());
    }
}

/// Both engines on one layer; the clocked one's outcome.
class both_engines {
  public:
    explicit both_engines(const parameters& p)
        : clocked_(p.build("eie", engine::clocked)), transaction_(p.build("", engine::transaction)) {}

    outcome run(const layers::workload& work) {
        const outcome result = clocked_->run(work);
        const outcome other = transaction_->run(work);
        EXPECT_EQ(result.cycles, other.cycles);
        EXPECT_EQ(result.outputs, other.outputs);
        for (const statistics::total& total : clocked_->statistics().totals())
            EXPECT_EQ(total.value, transaction_->statistics().total_of(total.what->name)) << total.what->name;
        return result;
    }
    std::uint64_t counted(const char* name) const { return clocked_->statistics().total_of(name); }

  private:
    std::unique_ptr<accelerator> clocked_;
    std::unique_ptr<accelerator> transaction_;
};

TEST(io_mode, a_layer_that_fits_is_loaded_once) {
    parameters p = one_pe();
    p.dma_bits_per_cycle = 10;
    both_engines eie(p);
    const outcome result = eie.run(full_layer(3, 5));
    EXPECT_EQ((layers::outputs{{6, 5, 5}}), result.outputs.front());
    // A codebook of 0 and 1, 7 pointers of 16 bits, 16 entries of 8: 32, 112 and 128 bits.
    EXPECT_EQ(4u + 12u + 13u, eie.counted("dma.weight_loading_cycles"));
    EXPECT_EQ(8u, eie.counted("dma.activation_loading_cycles"));  // 5 x 16 bits
    EXPECT_EQ(5u, eie.counted("dma.output_storing_cycles"));      // 3 x 16 bits
    EXPECT_EQ(0u, eie.counted("dma.sum_spilling_cycles"));
    EXPECT_EQ(29u + 8u + 5u, result.io_cycles);
}

TEST(io_mode, of_one_vector_sums_and_activations_stay_in_the_pes_from_pass_to_pass) {
    parameters p = one_pe();
    p.dma_bits_per_cycle = 16;
    p.pointer_entries = 4;
    both_engines eie(p);
    const outcome result = eie.run(full_layer(3, 5));
    EXPECT_EQ((layers::outputs{{6, 5, 5}}), result.outputs.front());
    EXPECT_EQ(3u, result.input_passes);
    EXPECT_EQ(1u, result.output_passes);
    EXPECT_EQ(std::vector<std::string>{"pointer_entries"}, result.limits_passed);
    // The codebook; then pointers and entries of three passes: 4 and 6, 4 and 6, 3 and 4, two entries a
    // cycle.
    EXPECT_EQ(2u + 4 + 3 + 4 + 3 + 3 + 2, eie.counted("dma.weight_loading_cycles"));
    EXPECT_EQ(5u, eie.counted("dma.activation_loading_cycles"));
    EXPECT_EQ(0u, eie.counted("dma.sum_spilling_cycles"));
    EXPECT_EQ(3u, eie.counted("dma.output_storing_cycles"));
    EXPECT_EQ(5u + 3u, eie.counted("central_control.broadcast"));  // a bias in each pass
}

TEST(io_mode, of_several_vectors_sums_are_spilled_between_passes) {
    parameters p = one_pe();
    p.dma_bits_per_cycle = 16;
    p.pointer_entries = 4;
    both_engines eie(p);
    const outcome result = eie.run(full_layer(3, 5, 2));
    EXPECT_EQ((layers::outputs{{6, 5, 5}, {6, 5, 5}}), result.outputs.front());
    EXPECT_EQ(2u * 5, eie.counted("dma.activation_loading_cycles"));
    EXPECT_EQ(2u * 2 * (3 + 3), eie.counted("dma.sum_spilling_cycles"));  // stored and loaded, twice a vector
    EXPECT_EQ(2u * 3, eie.counted("dma.output_storing_cycles"));
}

TEST(io_mode, outputs_beyond_the_memories_leave_group_by_group) {
    parameters p = one_pe();
    p.dma_bits_per_cycle = 64;
    p.accumulators = 2;
    p.activation_sram_entries = 2;
    both_engines eie(p);
    const outcome result = eie.run(full_layer(3, 2));
    EXPECT_EQ((layers::outputs{{3, 2, 2}}), result.outputs.front());
    EXPECT_EQ(2u, result.output_passes);
    EXPECT_EQ(2u, eie.counted("dma.output_storing_cycles"));  // 2 and 1 outputs, rounded up each
    EXPECT_EQ(0u, eie.counted("pe.activation_read_write.sram_write"));
}

TEST(activation_sram, rests_where_the_source_registers_hold_the_vector) {
    parameters p = one_pe();
    p.source_registers = 5;
    both_engines eie(p);
    eie.run(full_layer(3, 5));
    EXPECT_EQ(0u, eie.counted("pe.activation_read_write.sram_read"));
    EXPECT_EQ(0u, eie.counted("central_control.batch_switch"));
}

TEST(activation_sram, every_activation_of_a_longer_vector_is_read_once_and_a_switch_costs_what_is_said) {
    parameters p = one_pe();
    p.source_registers = 4;
    p.activation_queue_slots = 64;
    const std::uint64_t without = p.build("", engine::transaction)->run(full_layer(1, 9)).cycles;
    p.batch_switch_cycles = 7;
    both_engines eie(p);
    const outcome result = eie.run(full_layer(1, 9));
    EXPECT_EQ(9u, eie.counted("pe.activation_read_write.sram_read"));
    EXPECT_EQ(2u * 7, eie.counted("central_control.batch_switch"));  // rows 4 and 8
    EXPECT_EQ(without + 2 * 7, result.cycles);                       // one entry a column: nothing hides it
}

TEST(activation_sram, takes_the_outputs_of_more_groups_than_one) {
    parameters p = one_pe();
    p.accumulators = 2;
    both_engines eie(p);
    const outcome result = eie.run(full_layer(5, 2));
    EXPECT_EQ(3u, result.output_passes);
    EXPECT_EQ(5u, eie.counted("pe.activation_read_write.sram_write"));
    EXPECT_EQ(2u, eie.counted("dma.output_storing_cycles"));  // all at once: 80 bits
}

TEST(network, outputs_become_activations_where_they_stand) {
    parameters p = one_pe();
    p.pes = 2;
    p.dma_bits_per_cycle = 16;
    both_engines eie(p);
    layers::workload first = full_layer(5, 3);
    first.products.front().continues = true;
    const outcome given = eie.run(first);
    EXPECT_EQ((layers::outputs{{4, 3, 3, 3, 3}}), given.outputs.front());
    EXPECT_EQ(3u, eie.counted("dma.activation_loading_cycles"));
    EXPECT_EQ(0u, eie.counted("dma.output_storing_cycles"));

    layers::workload second = full_layer(2, 5);
    second.products.front().follows = true;
    second.products.front().activations = given.outputs.front();
    const outcome taken = eie.run(second);
    EXPECT_EQ((layers::outputs{{17, 16}}), taken.outputs.front());
    EXPECT_EQ(0u, eie.counted("dma.activation_loading_cycles"));
    EXPECT_EQ(2u, eie.counted("dma.output_storing_cycles"));
}

TEST(network, what_the_activation_sram_is_given_is_read_from_it) {
    parameters p = one_pe();
    p.accumulators = 2;  // three groups of outputs: by way of the SRAM
    both_engines eie(p);
    layers::workload first = full_layer(5, 2);
    first.products.front().continues = true;
    const outcome given = eie.run(first);
    EXPECT_EQ(5u, eie.counted("pe.activation_read_write.sram_write"));
    layers::workload second = full_layer(1, 5);
    second.products.front().follows = true;
    second.products.front().activations = given.outputs.front();
    eie.run(second);
    EXPECT_EQ(5u, eie.counted("pe.activation_read_write.sram_read"));
    eie.run(second);  // nothing is left to follow: the DMA brings the vector into the registers
    EXPECT_EQ(0u, eie.counted("pe.activation_read_write.sram_read"));
    EXPECT_EQ(2u, eie.counted("dma.activation_loading_cycles"));  // 80 bits
}

TEST(network, what_the_registers_hold_is_used_and_not_what_the_caller_says) {
    parameters p = one_pe();
    const auto eie = p.build("eie", engine::clocked);
    layers::workload first = full_layer(2, 1);
    first.products.front().continues = true;
    eie->run(first);  // gives 2, 1
    layers::workload second = full_layer(1, 2);
    second.products.front().follows = true;
    second.products.front().activations = {{100, 100}};
    EXPECT_EQ((layers::outputs{{4}}), eie->run(second).outputs.front());
}

TEST(network, outputs_beyond_the_memories_go_through_the_dma) {
    parameters p = one_pe();
    p.dma_bits_per_cycle = 16;
    p.source_registers = 2;
    p.accumulators = 2;
    p.activation_sram_entries = 2;
    both_engines eie(p);
    layers::workload first = full_layer(3, 1);
    first.products.front().continues = true;
    const outcome given = eie.run(first);
    EXPECT_EQ(3u, eie.counted("dma.output_storing_cycles"));
    layers::workload second = full_layer(1, 3);
    second.products.front().follows = true;
    second.products.front().activations = given.outputs.front();
    EXPECT_EQ((layers::outputs{{5}}), eie.run(second).outputs.front());
    EXPECT_EQ(3u, eie.counted("dma.activation_loading_cycles"));
}

TEST(network, a_batch_goes_through_the_dma_between_layers) {
    parameters p = one_pe();
    p.dma_bits_per_cycle = 16;
    both_engines eie(p);
    layers::workload first = full_layer(3, 1, 2);
    first.products.front().continues = true;
    const outcome given = eie.run(first);
    EXPECT_EQ(2u * 3, eie.counted("dma.output_storing_cycles"));
    layers::workload second = full_layer(1, 3, 2);
    second.products.front().follows = true;
    second.products.front().activations = given.outputs.front();
    EXPECT_EQ((layers::outputs{{5}, {5}}), eie.run(second).outputs.front());
    EXPECT_EQ(2u * 3, eie.counted("dma.activation_loading_cycles"));
}

TEST(fixed_point, shifted_products_are_rounded_and_sums_saturate) {
    parameters p = one_pe();
    p.arithmetic = "fixed_point";
    p.operand_bits = 8;
    p.weight_fraction_bits = 4;
    p.activation_fraction_bits = 4;  // -8 to 7.9375
    both_engines eie(p);
    // 1 x 7 + 1 x 2 + 1 is beyond 7.9375 twice; 1 x 0.28 is 0.25 as an operand of four fraction bits.
    outcome result = eie.run(layer_of(2, {7, 2, 0.28f}, {{0, 0}, {0, 1}, {0, 3}, {1, 2}}));
    EXPECT_EQ((layers::outputs{{7.9375f, 0.25f}}), result.outputs.front());
    EXPECT_EQ(2u, eie.counted("pe.arithmetic_unit.overflows"));
    EXPECT_TRUE(result.notes.empty());
    result = eie.run(layer_of(1, {9}, {{0, 0}}));
    ASSERT_EQ(1u, result.notes.size());
    EXPECT_EQ("1 activations are beyond the range of 8 bits with 4 fraction bits, and saturate.",
              result.notes[0]);
}

}  // namespace
}  // namespace lacuna::eie::test
