/// Do the two engines agree to the last count on thread blocks of a GEMM? Random tiles, SMs and shares of
/// memory, every counter of every box.
#include <gtest/gtest.h>

#include "models/sparse_tensor_core/sparse_tensor_core.h"
#include "models/sparse_tensor_core/transaction.h"
#include "tests/sparse_tensor_core/comparison.h"
#include "tests/sparse_tensor_core/random_gemm.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

class gemm_engines : public testing::TestWithParam<std::uint32_t> {};

TEST_P(gemm_engines, agree_on_every_counter_of_every_box) {
    const random_kernel first = random_kernel_of(GetParam());
    sparse_tensor_core clocked("core", first.p);
    for (std::uint32_t i = 0; i < 4; ++i) {
        const std::uint32_t seed = GetParam() + 1000 * i;
        SCOPED_TRACE(testing::Message() << "SM of seed " << GetParam() << ", blocks of seed " << seed);
        const kernel_program program = random_kernel_of(seed).program;
        transaction by_events(first.p);
        clocked.reset();
        const std::uint64_t cycles = clocked.execute(program, nullptr);
        ASSERT_EQ(by_events.execute(program, nullptr), cycles);
        ASSERT_EQ(difference_of_counters(clocked, by_events), "");
        clocked.statistics().check_conservation(cycles);
    }
}

INSTANTIATE_TEST_SUITE_P(seed, gemm_engines, testing::Range(1u, 61u));

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
