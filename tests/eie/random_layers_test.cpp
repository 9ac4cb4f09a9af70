/// Does it hold for random layers? Outputs against the plain product, every count against a second way to
/// compute it.
#include <gtest/gtest.h>

#include "sim/run/reference_product.h"
#include "tests/eie/layers.h"
#include "tests/eie/reference_timing.h"

namespace lacuna::eie::test {
namespace {

void expect_counts(const reference_counts& expected, const accelerator& eie, const outcome& result,
                   std::uint64_t pes) {
    const auto counted = [&](const char* name) { return eie.statistics().total_of(name); };
    EXPECT_EQ(expected.cycles, result.cycles);
    EXPECT_EQ(expected.broadcasts, counted("central_control.broadcast"));
    EXPECT_EQ(expected.next_row, counted("central_control.next_row"));
    EXPECT_EQ(expected.lnzd_wait, counted("central_control.lnzd_wait"));
    EXPECT_EQ(expected.batch_switch, counted("central_control.batch_switch"));
    EXPECT_EQ(expected.sram_reads, counted("pe.activation_read_write.sram_read"));
    EXPECT_EQ(expected.queue_full, counted("central_control.queue_full"));
    EXPECT_EQ(expected.broadcasts * pes, counted("pe.pointer_read.read"));
    EXPECT_EQ(expected.broadcasts * pes, counted("pe.activation_queue.push"));
    EXPECT_EQ(expected.broadcasts * pes, counted("pe.activation_queue.pop"));
    EXPECT_EQ(expected.busy, counted("pe.busy_cycles"));
    EXPECT_EQ(expected.empty_column, counted("pe.empty_column"));
    EXPECT_EQ(expected.cycles * pes - expected.busy - expected.empty_column, counted("pe.starved"));
    EXPECT_EQ(expected.row_reads, counted("pe.sparse_matrix_read.read"));
    EXPECT_EQ(expected.macs, result.committed_macs);
    EXPECT_EQ(expected.fillers, result.fillers);
    EXPECT_EQ(expected.bypasses, counted("pe.arithmetic_unit.bypass"));
    EXPECT_EQ(expected.macs, counted("pe.activation_read_write.accumulator_write"));
    EXPECT_EQ(expected.macs - expected.bypasses, counted("pe.activation_read_write.accumulator_read"));
    eie.statistics().check_conservation(result.cycles);
}

class random_layers : public testing::TestWithParam<std::uint32_t> {};

TEST_P(random_layers, outputs_and_every_count_are_exact) {
    const parameters p = random_parameters(GetParam());
    SCOPED_TRACE(testing::Message() << "parameters of seed " << GetParam() << ": pes " << p.pes << ", slots "
                                    << p.activation_queue_slots << ", entries per row "
                                    << p.sram_entries_per_row << ", run bits " << p.run_bits << ", "
                                    << p.broadcast << ", " << p.arithmetic << ", source registers "
                                    << p.source_registers << ", LNZD latency " << p.lnzd_latency_cycles
                                    << ", broadcast latency " << p.broadcast_latency_cycles);
    const auto eie = p.build("eie", engine::clocked);
    for (std::uint32_t layer = 0; layer < 12; ++layer) {
        const std::uint32_t seed = GetParam() * 1000 + layer;
        SCOPED_TRACE(testing::Message() << "layer of seed " << seed);
        const layers::workload work = random_layer(seed, p.broadcast == "nonzero");
        const layers::product& product = work.products.front();
        const outcome result = eie->run(work);
        run::check_outputs(result.outputs.front(),
                           run::reference_product(product.weights.values(), product.activations,
                                                  product.function, p.computes()),
                           "random layer");
        expect_counts(reference_timing(p, product.weights.shared(4).codes, product.activations.front()), *eie,
                      result, static_cast<std::uint64_t>(p.pes));
        if (HasFailure()) return;
    }
}

INSTANTIATE_TEST_SUITE_P(seed, random_layers, testing::Range(0u, 60u));

TEST(random_batches, a_batch_is_its_vectors_one_after_the_other) {
    parameters p;
    p.capacity = "unbounded";
    p.pes = 5;
    const auto eie = p.build("eie", engine::clocked);
    for (std::uint32_t seed = 0; seed < 10; ++seed) {
        SCOPED_TRACE(testing::Message() << "layer of seed " << seed);
        layers::workload batch = random_layer(seed, false, 3);
        const layers::product product = batch.products.front();
        const outcome together = eie->run(batch);
        std::uint64_t cycles = 0;
        std::uint64_t macs = 0;
        for (std::size_t v = 0; v < product.activations.size(); ++v) {
            batch.products.front().activations = {product.activations[v]};
            const outcome single = eie->run(batch);
            cycles += single.cycles;
            macs += single.committed_macs;
            EXPECT_EQ(single.outputs[0][0], together.outputs[0][v]);
        }
        EXPECT_EQ(cycles, together.cycles);
        EXPECT_EQ(macs, together.committed_macs);
    }
}

}  // namespace
}  // namespace lacuna::eie::test
