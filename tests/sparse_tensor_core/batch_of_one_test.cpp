/// What does a batch of one gain from 2:4 weights? It waits for its weights, and no kernel brings them
/// faster than memory does: a GPU of a ninth of an A100, and what it takes with the best of a few tiles.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include "models/sparse_tensor_core/parameters.h"
#include "sim/layers/workload.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

constexpr double dense_over_stored = 1 / 0.5625;  // of f16: half the values, and 2 bits for each of them

parameters small_gpu() {
    parameters p;
    p.sms = 12;
    p.hbm_bytes_per_cycle = 110;
    p.l2_bytes_per_cycle = 384;
    p.launch_cycles = 0;
    return p;
}

struct measured {
    std::uint64_t cycles = 0;
    std::map<std::string, std::uint64_t> counts;
};

measured product_with_one_vector(const parameters& p, std::uint32_t m, std::uint32_t k) {
    const auto gpu = p.build("gpu", engine::transaction);
    layers::workload work{"layer", {}, {}};
    work.sampled = layers::sampled_gemm{m, 1, k, {}, {}};
    measured all{gpu->run(work).cycles, {}};
    for (const statistics::total& each : gpu->statistics().totals()) all.counts[each.what->name] = each.value;
    return all;
}

/// Narrow and wide, sliced along k or not.
std::vector<parameters> with_tiles(parameters p) {
    struct {
        std::vector<std::int64_t> tile, warp_tile;
        std::int64_t stages, split_k;
    } const tiles[] = {
        {{32, 8, 128}, {16, 8}, 6, 1}, {{64, 8, 64}, {16, 8}, 4, 2}, {{64, 64, 64}, {32, 32}, 5, 3}};
    std::vector<parameters> all;
    for (const auto& each : tiles) {
        p.tile = each.tile;
        p.warp_tile = each.warp_tile;
        p.stages = each.stages;
        p.split_k = each.split_k;
        all.push_back(p);
    }
    return all;
}

TEST(batch_of_one, gains_almost_the_bytes_that_2_4_weights_save_and_never_more) {
    constexpr std::uint32_t m = 512;
    for (const std::uint32_t k : {512u, 1024u}) {
        std::map<std::string, std::uint64_t> best;
        for (const char* instructions : {"mma", "mma.sp"}) {
            const bool is_sparse = std::string(instructions) == "mma.sp";
            std::uint64_t& least = best[instructions];
            for (parameters p : with_tiles(small_gpu())) {
                SCOPED_TRACE(testing::Message() << instructions << ", k " << k << ", tile of " << p.tile[0]
                                                << " x " << p.tile[1]);
                p.instructions = instructions;
                p.on_violation = "prune";
                const measured run = product_with_one_vector(p, m, k);
                const std::uint64_t bytes = m * k * 2 / (is_sparse ? 16 : 1) * (is_sparse ? 9 : 1) + k * 2;
                EXPECT_EQ(run.counts.at("hbm.read"), bytes);
                EXPECT_GE(run.cycles * static_cast<std::uint64_t>(p.hbm_bytes_per_cycle), bytes);
                least = least == 0 ? run.cycles : std::min(least, run.cycles);
            }
        }
        const double gain = static_cast<double>(best["mma"]) / static_cast<double>(best["mma.sp"]);
        EXPECT_LT(gain, dense_over_stored) << "k " << k;
        EXPECT_GT(gain, 1.4) << "k " << k;
    }
}

TEST(batch_of_one, waits_for_copies_more_than_for_all_else) {
    for (const char* instructions : {"mma", "mma.sp"}) {
        parameters p = with_tiles(small_gpu()).front();
        p.instructions = instructions;
        p.on_violation = "prune";
        const measured run = product_with_one_vector(p, 768, 1024);
        for (const auto& [name, cycles] : run.counts) {
            const bool is_of_subcores = name.compare(0, 8, "subcore.") == 0;
            if (!is_of_subcores || name.find('.', 8) != std::string::npos) continue;
            EXPECT_LE(cycles, run.counts.at("subcore.copy_wait")) << instructions << " " << name;
        }
    }
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
