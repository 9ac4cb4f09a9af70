/// Does a whole GEMM on all SMs give what the reference gives, the same by both engines, and no other cycles
/// where waves and SMs that do the same are simulated all the same?
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/run/reference_product.h"
#include "sim/run/sampled_check.h"
#include "tests/sparse_tensor_core/comparison.h"
#include "tests/sparse_tensor_core/whole_gemms.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

/// Fails where outputs are not the reference's, as the runner has it; returns whether there are any.
bool expect_reference(accelerator& hardware, const layers::workload& work) {
    const attempt done = attempt_to_run(hardware, work);
    if (!done.done) return false;
    if (work.sampled) {
        run::check_sample(*work.sampled, hardware, done.done->tiles.front(), "gemm");
        return true;
    }
    const layers::product& product = work.products.front();
    const run::product_reference reference(product, hardware.stored_weights(product.weights));
    if (done.done->outputs.at(0).empty()) {
        EXPECT_EQ(run::check_sample(reference, hardware, done.done->tiles.front(), "gemm").check(),
                  "sampled");
        return true;
    }
    run::check_outputs(done.done->outputs.at(0), *reference.outputs(hardware.arithmetic()), "gemm");
    return true;
}

class whole_gemms : public testing::TestWithParam<std::uint32_t> {};

TEST_P(whole_gemms, take_the_same_by_both_engines_and_give_the_reference) {
    const parameters p = random_gpu(GetParam());
    const auto clocked = p.build("core", engine::clocked);
    const auto transaction = p.build("core", engine::transaction);
    for (std::uint32_t i = 0; i < 3; ++i) {
        const std::uint32_t seed = GetParam() + 1000 * i;
        SCOPED_TRACE(testing::Message() << "GPU of seed " << GetParam() << ", GEMM of seed " << seed);
        const layers::workload work = random_gemm_for(p, seed);
        ASSERT_EQ(difference(*clocked, *transaction, work), "");
        ASSERT_NO_THROW(expect_reference(*transaction, work));
    }
}

TEST_P(whole_gemms, take_as_many_cycles_and_counts_where_every_wave_and_sm_is_simulated) {
    parameters p = random_gpu(GetParam());
    const auto skipping = p.build("skipping", engine::transaction);
    p.simulates_all = true;
    const auto whole = p.build("whole", engine::transaction);
    for (std::uint32_t i = 0; i < 3; ++i) {
        const std::uint32_t seed = GetParam() + 1000 * i;
        SCOPED_TRACE(testing::Message() << "GPU of seed " << GetParam() << ", GEMM of seed " << seed);
        const layers::workload work = random_gemm_for(p, seed);
        ASSERT_EQ(difference(*whole, *skipping, work), "");
        const attempt one = attempt_to_run(*skipping, work), other = attempt_to_run(*whole, work);
        if (!one.done) continue;
        ASSERT_LE(one.done->simulated_cycles, other.done->simulated_cycles);
    }
}

INSTANTIATE_TEST_SUITE_P(seed, whole_gemms, testing::Range(1u, 61u));

layers::workload gemm_of(std::uint32_t m, std::uint32_t k, std::uint32_t n) {
    layers::workload work{"a gemm", {}};
    work.sampled =
        layers::sampled_gemm{m, n, k, {layers::distribution::normal, 1}, {layers::distribution::normal, 2}};
    return work;
}

parameters small_gpu() {
    parameters p;
    p.on_violation = "prune";
    p.tile = {32, 16, 64};
    p.warp_tile = {16, 16};
    p.sms = 3;
    return p;
}

TEST(whole_gemm, counts_the_same_where_all_waves_that_are_alike_are_simulated) {
    parameters p = small_gpu();
    p.l2_bytes = 0;                                              // so that no wave finds anything
    const layers::workload work = gemm_of(32 * 9, 128, 16 * 4);  // 36 blocks: one wave of 3 x 12
    p.shared_memory_bytes = 16384;                               // one block at a time
    const auto clocked = p.build("clocked", engine::clocked);
    const auto skipping = p.build("skipping", engine::transaction);
    p.simulates_all = true;
    const auto all_clocked = p.build("all_clocked", engine::clocked);
    const auto all = p.build("all", engine::transaction);
    const outcome once = skipping->run(work);
    EXPECT_EQ(difference(*clocked, *skipping, work), "");
    EXPECT_EQ(difference(*all_clocked, *all, work), "");
    EXPECT_EQ(difference(*all, *skipping, work), "");
    EXPECT_EQ(once.simulated_cycles, 0u) << "one by one";
    EXPECT_GT(all_clocked->run(work).simulated_cycles, 10 * clocked->run(work).simulated_cycles);
}

TEST(whole_gemm, gives_what_a_fresh_accelerator_gives_after_another) {
    const parameters p = small_gpu();
    const auto used = p.build("used", engine::transaction);
    const auto fresh = p.build("fresh", engine::transaction);
    used->run(gemm_of(100, 200, 300));
    const layers::workload work = gemm_of(70, 136, 20);
    EXPECT_EQ(difference(*used, *fresh, work), "");
}

/// What a run counts of a box.
std::uint64_t total(const accelerator& of, const std::string& counter) {
    return of.statistics().total_of(counter);
}

struct measured {
    std::uint64_t cycles = 0, busy = 0, multiplied = 0, copied = 0, l2_read = 0, l2_written = 0, hbm_read = 0,
                  hbm_written = 0;
};

measured measure(const parameters& p, const layers::workload& work) {
    const auto core = p.build("core", engine::transaction);
    const std::uint64_t cycles = core->run(work).cycles;
    return {cycles,
            total(*core, "subcore.busy_cycles"),
            total(*core, "subcore.dot_product_units.multiply_f16"),
            total(*core, "copy_engine.copy"),
            total(*core, "l2.read"),
            total(*core, "l2.write"),
            total(*core, "hbm.read"),
            total(*core, "hbm.write")};
}

void expect_same_work(const measured& a, const measured& b) {
    EXPECT_EQ(a.busy, b.busy);
    EXPECT_EQ(a.multiplied, b.multiplied);
    EXPECT_EQ(a.copied, b.copied);
    EXPECT_EQ(a.l2_read, b.l2_read);
    EXPECT_EQ(a.l2_written, b.l2_written);
    EXPECT_EQ(a.hbm_written, b.hbm_written);
}

TEST(whole_gemm, takes_longer_with_slower_memory_and_does_the_same_work) {
    const layers::workload work = gemm_of(1024, 1024, 1024);
    parameters p;
    p.on_violation = "prune";
    p.tile = {128, 128, 64};
    const measured as_it_is = measure(p, work);
    const auto slower = [&](std::int64_t parameters::*rate, std::int64_t to) {
        parameters changed = p;
        changed.*rate = to;
        const measured found = measure(changed, work);
        expect_same_work(found, as_it_is);
        EXPECT_EQ(found.hbm_read, as_it_is.hbm_read);
        return found.cycles;
    };
    EXPECT_GT(slower(&parameters::l2_bytes_per_cycle, 1000), as_it_is.cycles);
    EXPECT_GT(slower(&parameters::l2_port_bytes_per_cycle, 10), as_it_is.cycles);
    EXPECT_GT(slower(&parameters::hbm_bytes_per_cycle, 100), as_it_is.cycles);
    EXPECT_GT(slower(&parameters::global_latency_cycles, 600), as_it_is.cycles);
    EXPECT_EQ(slower(&parameters::l2_latency_cycles, 500), as_it_is.cycles) << "one wave, that finds nothing";
    EXPECT_EQ(slower(&parameters::launch_cycles, 2345), as_it_is.cycles + 345);
    EXPECT_GT(slower(&parameters::stages, 2), as_it_is.cycles);
}

TEST(whole_gemm, reads_hbm_again_where_l2_is_small_and_nothing_else_changes) {
    const layers::workload work = gemm_of(1024, 1024, 2048);
    parameters p;
    p.on_violation = "prune";
    p.tile = {128, 128, 64};
    p.sms = 8;
    const measured large = measure(p, work);
    p.l2_bytes = 100000;
    const measured small = measure(p, work);
    expect_same_work(small, large);
    EXPECT_GT(small.hbm_read, large.hbm_read);
    EXPECT_GE(small.cycles, large.cycles);
    p.hbm_bytes_per_cycle = 50;
    EXPECT_GT(measure(p, work).cycles, small.cycles);
}

TEST(whole_gemm, on_twice_the_sms_does_the_same_work_in_half_the_waves) {
    const layers::workload work = gemm_of(1024, 512, 1024);
    parameters p;
    p.on_violation = "prune";
    p.tile = {128, 128, 64};
    p.launch_cycles = 0;
    p.l2_bytes_per_cycle = p.hbm_bytes_per_cycle = 1 << 30;
    p.l2_latency_cycles = p.global_latency_cycles = 100;
    p.sms = 4;
    const measured four = measure(p, work);
    p.sms = 8;
    const measured eight = measure(p, work);
    expect_same_work(eight, four);
    EXPECT_EQ(four.cycles, 2 * eight.cycles);
    p.sms = 16;
    EXPECT_EQ(four.cycles, 4 * measure(p, work).cycles);
    p.sms = 1000;
    const std::uint64_t one_block_each = measure(p, work).cycles;
    p.sms = 2000;
    EXPECT_EQ(measure(p, work).cycles, one_block_each);
}

TEST(whole_gemm, without_a_tile_runs_on_one_sm_whatever_the_gpu_has) {
    const layers::workload work = gemm_of(256, 256, 256);
    parameters p;
    p.on_violation = "prune";
    const measured before = measure(p, work);
    EXPECT_EQ(before.l2_read, 0u);
    p.sms = 1;
    p.l2_bytes = p.launch_cycles = 0;
    p.l2_bytes_per_cycle = p.hbm_bytes_per_cycle = p.l2_port_bytes_per_cycle = 1;
    p.l2_latency_cycles = p.global_latency_cycles = 1;
    p.split_k = 7;
    EXPECT_EQ(measure(p, work).cycles, before.cycles);
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
