/// Do the two engines agree to the last count? Random layers and parameters, every counter of every box.
#include <gtest/gtest.h>

#include <optional>

#include "models/eie/column_recurrence.h"
#include "sim/run/reference_product.h"
#include "tests/eie/layers.h"

namespace lacuna::eie::test {
namespace {

void expect_same(const accelerator& clocked, const outcome& a, const accelerator& transaction,
                 const outcome& b) {
    EXPECT_EQ(a.cycles, b.cycles);
    EXPECT_EQ(a.io_cycles, b.io_cycles);
    EXPECT_EQ(a.input_passes, b.input_passes);
    EXPECT_EQ(a.output_passes, b.output_passes);
    EXPECT_EQ(a.committed_macs, b.committed_macs);
    EXPECT_EQ(a.fillers, b.fillers);
    EXPECT_EQ(a.load_balance, b.load_balance);
    EXPECT_EQ(a.outputs, b.outputs);
    EXPECT_EQ(a.notes, b.notes);
    const std::vector<statistics::instance> boxes = clocked.statistics().instances();
    const std::vector<statistics::instance> others = transaction.statistics().instances();
    ASSERT_EQ(boxes.size(), others.size());
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        ASSERT_EQ(boxes[i].box, others[i].box);
        ASSERT_EQ(boxes[i].counters.size(), others[i].counters.size());
        for (std::size_t c = 0; c < boxes[i].counters.size(); ++c) {
            const statistics::total& counter = boxes[i].counters[c];
            ASSERT_EQ(counter.what->name, others[i].counters[c].what->name);
            ASSERT_EQ(counter.value, others[i].counters[c].value)
                << boxes[i].box << ' ' << counter.what->name;
        }
    }
    transaction.statistics().check_conservation(b.cycles);
}

/// What a run gives, or why it gives nothing.
struct attempt {
    std::optional<outcome> done;
    std::string refused;
};

attempt attempt_to_run(accelerator& hardware, const layers::workload& work) {
    try {
        return {hardware.run(work), ""};
    } catch (const does_not_fit& reason) {
        return {std::nullopt, reason.what()};
    }
}

class engines : public testing::TestWithParam<std::uint32_t> {};

TEST_P(engines, agree_on_every_counter_of_every_box) {
    const bool reloading = GetParam() % 2 == 1;
    const parameters p = reloading ? reloading_parameters(GetParam()) : random_parameters(GetParam());
    const auto clocked = p.build("eie", engine::clocked);
    const auto transaction = p.build("eie", engine::transaction);
    for (std::uint32_t layer = 0; layer < 12; ++layer) {
        const std::uint32_t seed = GetParam() * 1000 + layer;
        SCOPED_TRACE(testing::Message() << "parameters of seed " << GetParam() << ", layer of seed " << seed);
        layers::workload work = random_layer(seed, p.broadcast == "nonzero", layer % 3 + 1);
        if (layer % 4 == 3)
            work.products.push_back(random_layer(seed + 500, p.broadcast == "nonzero").products.front());
        const attempt a = attempt_to_run(*clocked, work);
        const attempt b = attempt_to_run(*transaction, work);
        ASSERT_EQ(a.refused, b.refused);
        if (!a.done) continue;
        expect_same(*clocked, *a.done, *transaction, *b.done);
        if (HasFailure()) return;
        const layers::product& product = work.products.front();
        run::check_outputs(a.done->outputs.front(),
                           run::reference_product(*clocked->stored_weights(product.weights),
                                                  product.activations, product.function, p.computes()),
                           "random layer");
    }
}

INSTANTIATE_TEST_SUITE_P(seed, engines, testing::Range(100u, 200u));

TEST(column_recurrence, sixty_four_bit_lanes_give_what_32_bit_lanes_give) {
    // A latency that would overflow 32-bit times takes the wide lanes; the rest of the run only shifts.
    const layers::workload work = random_layer(77, false);
    parameters p;
    p.pes = 5;
    p.capacity = "unbounded";
    const auto narrow = p.build("eie", engine::transaction);
    const std::uint64_t cycles = narrow->run(work).cycles;
    const std::uint64_t starved = narrow->statistics().total_of("pe.starved");
    p.activation_queue_slots = 4096;  // so that nothing is held
    const std::uint64_t never_held = p.build("eie", engine::transaction)->run(work).cycles;
    p.broadcast_latency_cycles = 0x7fffffff;
    const auto wide = p.build("eie", engine::transaction);
    EXPECT_EQ(never_held + 0x7fffffff, wide->run(work).cycles);
    EXPECT_LE(never_held, cycles);
    EXPECT_LT(starved, wide->statistics().total_of("pe.starved"));
}

}  // namespace
}  // namespace lacuna::eie::test
