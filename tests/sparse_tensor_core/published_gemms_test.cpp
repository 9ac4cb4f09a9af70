/// Do whole GEMMs come to what was published of them, by the parameters as they are?
///
/// Sources: NVIDIA/cutlass issue 408, 16384^3 on an A100 at 1410 MHz; PyTorch's pull requests on
/// semi-structured sparsity, (3072, 10240, 3072); Sparseloop's artefact, tensor busy cycles.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "models/sparse_tensor_core/parameters.h"
#include "sim/accelerator/accelerator.h"

namespace lacuna::sparse_tensor_core {
namespace {

struct size {
    std::uint32_t m, k, n;
};

layers::workload gemm_of(const size& of) {
    layers::workload work{"a gemm", {}};
    work.sampled = layers::sampled_gemm{
        of.m, of.n, of.k, {layers::distribution::normal, 1}, {layers::distribution::normal, 2}};
    return work;
}

struct kernel {
    bool sparse = true;
    std::vector<std::int64_t> tile;
    std::int64_t stages = 3;
    std::string type = "f16";
    std::vector<std::int64_t> warp_tile = {64, 64};
};

struct run {
    std::uint64_t cycles = 0;
    std::uint64_t busy = 0;  ///< a quarter of what sub-cores count, summed over SMs
    double tflops = 0;
};

run run_of(const kernel& of, const size& gemm) {
    parameters p;
    p.instructions = of.sparse ? "mma.sp" : "mma";
    p.on_violation = "prune";
    p.type = of.type;
    p.tile = of.tile;
    p.warp_tile = of.warp_tile;
    p.stages = of.stages;
    const auto core = p.build("core", engine::transaction);
    run found;
    found.cycles = core->run(gemm_of(gemm)).cycles;
    const std::uint64_t busy = core->statistics().total_of("subcore.busy_cycles");
    EXPECT_EQ(busy % 4, 0u);
    found.busy = busy / 4;
    found.tflops = 2.0 * gemm.m * gemm.n * gemm.k / static_cast<double>(found.cycles) * p.clock * 1e6 / 1e12;
    return found;
}

double ratio(const run& dense, const run& sparse) {
    return static_cast<double>(dense.cycles) / static_cast<double>(sparse.cycles);
}

run best_of(const std::vector<kernel>& kernels, const size& gemm) {
    run best;
    best.cycles = std::numeric_limits<std::uint64_t>::max();
    for (const kernel& each : kernels) {
        const run found = run_of(each, gemm);
        if (found.cycles < best.cycles) best = found;
    }
    return best;
}

TEST(published_gemms, of_16384_cubed_take_the_measured_time) {
    const size large = {16384, 16384, 16384};
    const run sparse = run_of({true, {256, 128, 64}}, large);
    EXPECT_NEAR(sparse.tflops / 484, 1, 0.1) << sparse.tflops << " TFLOPS";
    const run dense = run_of({false, {256, 128, 32}}, large);
    EXPECT_NEAR(dense.tflops / 302, 1, 0.1) << dense.tflops << " TFLOPS";
    EXPECT_EQ(sparse.busy, std::uint64_t{1} << 31);
    EXPECT_EQ(dense.busy, std::uint64_t{1} << 32);
}

TEST(published_gemms, of_a_middling_size_gain_the_measured_ratio_over_the_best_dense_tile) {
    const size middling = {3072, 10240, 3072};
    const run sparse = run_of({true, {128, 128, 64}}, middling);
    const run dense = best_of({{false, {256, 128, 32}},
                               {false, {128, 128, 32}},
                               {false, {128, 256, 32}, 4},
                               {false, {256, 128, 64}},
                               {false, {128, 64, 64}}},
                              middling);
    EXPECT_NEAR(ratio(dense, sparse) / 1.38, 1, 0.12) << ratio(dense, sparse);
}

TEST(published_gemms, of_int8_gain_more_with_k_up_to_what_f16_gains_with_tiles_of_as_many_bytes) {
    double before = 1;
    for (const std::uint32_t k : {1280u, 5120u, 10240u, 20480u}) {
        const size each = {10240, k, 10240};
        const double gain = ratio(run_of({false, {256, 128, 64}, 3, "s8"}, each),
                                  run_of({true, {256, 128, 128}, 3, "s8"}, each));
        EXPECT_GT(gain, before) << k;
        before = gain;
    }
    const size longest = {10240, 20480, 10240};
    EXPECT_NEAR(before,
                ratio(run_of({false, {256, 128, 32}}, longest), run_of({true, {256, 128, 64}}, longest)),
                0.1);
}

/// With a tile that divides the sizes, and without: operands at hand.
class tensor_busy_cycles : public testing::TestWithParam<std::pair<size, std::uint64_t>> {};

TEST_P(tensor_busy_cycles, are_the_published_ones_and_exactly_half_of_dense_where_sparse) {
    const auto& [gemm, dense_cycles] = GetParam();
    ASSERT_EQ(dense_cycles, std::uint64_t{gemm.m} * gemm.n * gemm.k / 1024);
    for (const bool has_tile : {false, true}) {
        const auto tile = [&](std::int64_t k) {
            return has_tile ? std::vector<std::int64_t>{128, 128, k} : std::vector<std::int64_t>{};
        };
        const run dense = run_of({false, tile(32)}, gemm);
        const run sparse = run_of({true, tile(64)}, gemm);
        EXPECT_EQ(dense.busy, dense_cycles);
        EXPECT_EQ(sparse.busy, dense_cycles / 2);
        if (has_tile) {
            EXPECT_LT(ratio(dense, sparse), 2) << "elapsed";
        } else {
            EXPECT_EQ(dense.cycles, dense_cycles + 17) << "to fill and empty the pipeline";
            EXPECT_EQ(sparse.cycles, dense_cycles / 2 + 17);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(of, tensor_busy_cycles,
                         testing::Values(std::pair(size{512, 1024, 256}, 131072),
                                         std::pair(size{512, 256, 1024}, 131072),
                                         std::pair(size{128, 1152, 1024}, 147456),
                                         std::pair(size{512, 128, 1024}, 65536),
                                         std::pair(size{4096, 4096, 4096}, 67108864)));

/// Kernels that are made for it, each with the best of some tiles. One tile can gain more, where a kernel
/// waits for the latency of copies and a sparse stage has twice the k.
TEST(batch_1, gains_no_more_than_its_weights_are_smaller) {
    const auto kernels = [](bool sparse) {
        std::vector<kernel> all;
        for (const std::int64_t m : {32, 64})
            for (const std::int64_t k : {64, 128}) all.push_back({sparse, {m, 8, k}, 4, "f16", {16, 8}});
        return all;
    };
    for (const size& each : {size{1024, 4096, 1}, size{512, 1024, 1}}) {
        const double gain = ratio(best_of(kernels(false), each), best_of(kernels(true), each));
        EXPECT_GT(gain, 1);
        EXPECT_LE(gain, 1 / 0.5625) << each.m << " x " << each.k;
    }
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
