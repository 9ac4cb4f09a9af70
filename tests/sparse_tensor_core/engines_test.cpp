/// Do the two engines agree to the last count, and both with the plain products? Random streams, layers and
/// parameters, every counter of every box.
#include <gtest/gtest.h>

#include "sim/run/reference_product.h"
#include "sim/run/reference_stream.h"
#include "tests/sparse_tensor_core/comparison.h"
#include "tests/sparse_tensor_core/random_work.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

class engines : public testing::TestWithParam<std::uint32_t> {};

TEST_P(engines, agree_on_every_counter_of_every_box) {
    const parameters p = random_parameters(GetParam());
    const auto clocked = p.build("core", engine::clocked);
    const auto transaction = p.build("core", engine::transaction);
    for (std::uint32_t i = 0; i < 12; ++i) {
        const std::uint32_t seed = GetParam() * 1000 + i;
        SCOPED_TRACE(testing::Message() << "parameters of seed " << GetParam() << ", work of seed " << seed);
        const layers::workload work = i % 3 == 2 ? random_layer(seed) : random_stream(seed);
        ASSERT_EQ(difference(*clocked, *transaction, work), "");
        const attempt again = attempt_to_run(*clocked, work);
        if (!again.done) continue;
        clocked->statistics().check_conservation(again.done->cycles);
        if (work.stream) {
            run::check_registers(*work.stream, again.done->registers,
                                 run::reference_registers(*work.stream, again.done->shared_memory_bytes),
                                 "a stream");
        } else {
            const layers::product& product = work.products.front();
            run::check_outputs(
                again.done->outputs.front(),
                run::reference_product(*clocked->stored_weights(product.weights), product.activations,
                                       product.function, clocked->arithmetic()),
                "a layer");
        }
    }
}

INSTANTIATE_TEST_SUITE_P(seed, engines, testing::Range(1u, 61u));

TEST(engines, every_instruction_computes_what_the_plain_product_gives) {
    const parameters p;
    const auto clocked = p.build("core", engine::clocked);
    const auto transaction = p.build("core", engine::transaction);
    for (const formats::mma& instruction : formats::mma_instructions()) {
        SCOPED_TRACE(instruction.name());
        const layers::workload work{"stream", {}, layers::instruction_stream{instruction, 3, 2, 5, 17}};
        ASSERT_EQ(difference(*clocked, *transaction, work), "");
        const outcome done = clocked->run(work);
        run::check_registers(*work.stream, done.registers,
                             run::reference_registers(*work.stream, done.shared_memory_bytes), "a stream");
    }
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
