/// Is every box of the paper's figures there, under its name, and do the limits bind exactly where they
/// should?
#include <gtest/gtest.h>

#include <systemc>

#include "models/eie/capacity.h"
#include "models/eie/lnzd_node.h"
#include "sim/config/input_error.h"
#include "sim/formats/eie_banks.h"
#include "tests/eie/layers.h"

namespace lacuna::eie::test {
namespace {

TEST(structure, the_boxes_of_figures_3_and_4_are_systemc_modules) {
    const auto eie = parameters().build("eie", engine::clocked);
    for (const char* box :
         {"eie.dma", "eie.central_control", "eie.lnzd_node_0", "eie.pe_0", "eie.pe_63",
          "eie.pe_63.activation_queue", "eie.pe_63.pointer_read", "eie.pe_63.sparse_matrix_read",
          "eie.pe_63.arithmetic_unit", "eie.pe_63.activation_read_write"}) {
        EXPECT_NE(nullptr, dynamic_cast<sc_core::sc_module*>(sc_core::sc_find_object(box))) << box;
    }
}

TEST(structure, sixty_four_pes_have_21_lnzd_nodes) {
    const auto eie = parameters().build("eie", engine::clocked);
    std::size_t nodes = 0;
    for (const sc_core::sc_object* child : sc_core::sc_find_object("eie")->get_child_objects())
        nodes += dynamic_cast<const lnzd_node*>(child) != nullptr;
    EXPECT_EQ(21u, nodes);
}

TEST(structure, a_second_run_is_as_the_first) {
    parameters p;
    p.capacity = "unbounded";
    p.pes = 7;
    const auto eie = p.build("eie", engine::clocked);
    const layers::workload a = random_layer(11, false);
    const layers::workload b = random_layer(12, false);
    const outcome first = eie->run(a);
    const std::uint64_t first_reads = eie->statistics().total_of("pe.sparse_matrix_read.read");
    eie->run(b);
    const outcome again = eie->run(a);
    EXPECT_EQ(first.cycles, again.cycles);
    EXPECT_EQ(first.outputs, again.outputs);
    EXPECT_EQ(first_reads, eie->statistics().total_of("pe.sparse_matrix_read.read"));
}

/// What is said of a layer with 3 outputs, 2 inputs and 3 entries on one PE, with one limit set to
/// `available`.
std::string passed(std::int64_t parameters::*limit, std::int64_t available) {
    parameters p;
    p.pes = 1;
    p.source_registers = 1;
    p.*limit = available;
    const layers::workload work = layer_of(3, {1, 1}, {{0, 0}, {1, 0}, {2, 1}});
    const formats::shared_weights& weights = work.products.front().weights.shared(4);
    std::vector<passed_limit> all = shape_limits_passed(p, 3, 2);
    for (const passed_limit& each : entry_limits_passed(p, formats::interleave(weights.codes, 1, 4)))
        all.push_back(each);
    return all.empty() ? "" : all.front().sentence;
}

TEST(capacity, the_weight_sram_holds_so_many_entries_and_no_more) {
    EXPECT_EQ("", passed(&parameters::matrix_sram_entries, 3));
    EXPECT_EQ("pe[0] needs 3 entries, but its weight SRAM holds 2 (matrix_sram_entries).",
              passed(&parameters::matrix_sram_entries, 2));
}

TEST(capacity, the_pointer_sram_holds_columns_bias_and_one_more) {
    EXPECT_EQ("", passed(&parameters::pointer_entries, 4));
    EXPECT_EQ("Each PE needs 4 column pointers, but its pointer SRAM holds 3 (pointer_entries).",
              passed(&parameters::pointer_entries, 3));
}

TEST(capacity, a_pointer_reaches_as_far_as_its_bits) {
    EXPECT_EQ("", passed(&parameters::pointer_bits, 2));
    EXPECT_EQ("pe[0] needs pointers up to 3, but 1 bits reach 1 (pointer_bits).",
              passed(&parameters::pointer_bits, 1));
}

TEST(capacity, the_destination_register_file_holds_so_many_outputs) {
    EXPECT_EQ("", passed(&parameters::accumulators, 3));
    EXPECT_EQ("pe[0] needs 3 accumulators, but has 2 (accumulators).", passed(&parameters::accumulators, 2));
}

TEST(capacity, the_activation_sram_holds_so_many_inputs) {
    EXPECT_EQ("", passed(&parameters::activation_sram_entries, 2));
    EXPECT_EQ(
        "pe[0] needs 2 input activations, but its activation SRAM holds 1 and its source registers 1 "
        "(activation_sram_entries, source_registers).",
        passed(&parameters::activation_sram_entries, 1));
}

TEST(capacity, inputs_that_the_source_registers_hold_need_no_activation_sram) {
    parameters p;
    p.pes = 2;
    p.source_registers = 3;
    p.activation_sram_entries = 1;
    EXPECT_TRUE(shape_limits_passed(p, 1, 6).empty());
    EXPECT_EQ(1u, shape_limits_passed(p, 1, 7).size());
}

TEST(capacity, more_pointers_than_the_host_holds_are_refused) {
    parameters p;
    p.pes = 1024;
    EXPECT_NO_THROW(check_host_memory(p, 1000, 60000));
    EXPECT_THROW(check_host_memory(p, 1000, 70000), input_error);
    p.capacity = "reload";
    p.accumulators = 1;
    EXPECT_NO_THROW(check_host_memory(p, 1024, 60000));
    EXPECT_THROW(check_host_memory(p, 1025, 60000), input_error);
}

TEST(capacity, enforce_refuses_the_layer) {
    parameters p;
    p.pes = 1;
    p.accumulators = 2;
    const auto eie = p.build("eie", engine::clocked);
    EXPECT_THROW(eie->run(layer_of(3, {1}, {{2, 0}})), does_not_fit);
}

TEST(capacity, unbounded_computes_and_notes_the_limit) {
    parameters p;
    p.pes = 1;
    p.accumulators = 2;
    p.capacity = "unbounded";
    const auto eie = p.build("eie", engine::clocked);
    const outcome result = eie->run(layer_of(3, {1}, {{2, 0}}));
    EXPECT_EQ((std::vector<float>{0, 0, 1}), result.outputs[0][0]);
    ASSERT_EQ(1u, result.notes.size());
    EXPECT_EQ("Computed all the same: pe[0] needs 3 accumulators, but has 2 (accumulators).",
              result.notes[0]);
}

}  // namespace
}  // namespace lacuna::eie::test
