/// In which order and waves do the thread blocks of a GEMM run, and what do L2 and HBM bring them?
#include "models/sparse_tensor_core/gemm/waves.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "tests/layers/named_mma.h"
#include "tests/sparse_tensor_core/draw.h"
#include "tests/sparse_tensor_core/fetched_bytes.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

using place = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>;  // row, column, slice

constexpr const char* sparse_f16 = "mma.sp.m16n8k32.f32.f16.f16.f32";
constexpr const char* dense_f16 = "mma.m16n8k16.f32.f16.f16.f32";
constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;

tiled_gemm tiled(const gemm_tile& tile, const char* instruction) {
    return {tile, layers::test::mma_named(instruction), 255, 32};
}

/// Rates of an A100: bytes a cycle at 1410 MHz.
gpu_memory a100() {
    return {108, 3456, 64, 260, 40 * mebibyte, 993, 570};
}

place place_of(std::uint64_t number, const gemm_size& size, const tiled_gemm& gemm, std::uint32_t swizzle) {
    const block_place at = place_of_block(number, size, gemm, swizzle);
    return {at.row, at.column, at.slice};
}

TEST(tile_order, goes_along_groups_of_columns_row_by_row_and_then_to_the_next_slice) {
    const tiled_gemm gemm = tiled({16, 8, 32, 16, 8, 2}, sparse_f16);
    const gemm_size size = {33, 40, 64};  // 3 x 5 tiles
    const std::vector<place> slice = {{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {1, 1, 0}, {2, 0, 0},
                                      {2, 1, 0}, {0, 2, 0}, {0, 3, 0}, {1, 2, 0}, {1, 3, 0},
                                      {2, 2, 0}, {2, 3, 0}, {0, 4, 0}, {1, 4, 0}, {2, 4, 0}};
    for (std::size_t i = 0; i < slice.size(); ++i) {
        EXPECT_EQ(place_of(i, size, gemm, 2), slice[i]) << i;
        place of_next = slice[i];
        std::get<2>(of_next) = 1;
        EXPECT_EQ(place_of(slice.size() + i, size, gemm, 2), of_next) << i;
    }
    EXPECT_EQ(place_of(1, size, gemm, 1), (place{1, 0, 0})) << "column by column";
    EXPECT_EQ(place_of(4, size, gemm, 1000), (place{0, 4, 0})) << "row by row";
}

TEST(tile_order, has_every_tile_of_every_slice_once) {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        draw random(seed);
        const tiled_gemm gemm = tiled({32, 16, 32, 16, 8, 2}, sparse_f16);
        const auto number = [&](std::int64_t most) {
            return static_cast<std::uint64_t>(random.integer(1, most));
        };
        const gemm_size size = {number(700), number(400), number(90)};
        const auto swizzle = static_cast<std::uint32_t>(number(30));
        const auto split_k = static_cast<std::uint32_t>(number(4));
        SCOPED_TRACE(testing::Message() << "seed " << seed << ", swizzle " << swizzle);
        const std::uint64_t rows = (size.m + 31) / 32, columns = (size.n + 15) / 16;
        const std::uint64_t blocks = blocks_of(size, gemm, split_k);
        const std::uint64_t k_tiles = (size.k + 31) / 32, of_slice = (k_tiles + split_k - 1) / split_k;
        ASSERT_EQ(blocks, rows * columns * ((k_tiles + of_slice - 1) / of_slice));
        std::set<place> seen;
        for (std::uint64_t i = 0; i < blocks; ++i) {
            const place at = place_of(i, size, gemm, swizzle);
            ASSERT_LT(std::get<0>(at), rows);
            ASSERT_LT(std::get<1>(at), columns);
            ASSERT_LT(std::get<2>(at), split_k);
            ASSERT_TRUE(seen.insert(at).second) << "block " << i;
        }
    }
}

TEST(waves, of_ten_blocks_on_four_sms_of_two_leave_two_idle_in_the_last) {
    const tiled_gemm gemm = tiled({16, 8, 32, 16, 8, 2}, sparse_f16);
    gpu_memory gpu = a100();
    gpu.sms = 4;
    const auto blocks_of_waves = [&](std::uint64_t m) {
        std::vector<std::vector<std::pair<std::uint64_t, std::uint32_t>>> all;  // SMs, blocks of each
        for (const wave& each : plan({m, 8, 64}, gemm, 2, 8, 1, gpu).waves)
            for (std::uint64_t i = 0; i < each.times; ++i) {
                all.emplace_back();
                for (const alike_sms& alike : each.sms) all.back().emplace_back(alike.sms, alike.blocks);
            }
        return all;
    };
    using sms = std::vector<std::pair<std::uint64_t, std::uint32_t>>;
    EXPECT_EQ(blocks_of_waves(160), (std::vector<sms>{{{4, 2}}, {{2, 1}, {2, 0}}}));
    EXPECT_EQ(blocks_of_waves(14 * 16), (std::vector<sms>{{{4, 2}}, {{2, 2}, {2, 1}}}));
    EXPECT_EQ(blocks_of_waves(24 * 16), (std::vector<sms>{{{4, 2}}, {{4, 2}}, {{4, 2}}}));
}

TEST(waves, run_every_block_and_move_the_bytes_that_a_plain_model_of_l2_moves) {
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        draw random(seed);
        const auto number = [&](std::int64_t least, std::int64_t most) {
            return static_cast<std::uint64_t>(random.integer(least, most));
        };
        const auto& instructions = formats::mma_instructions();
        const formats::mma& instruction = random.one_of(instructions);
        const auto k = static_cast<std::uint32_t>(instruction.k);
        const gemm_tile tile = {32, 16, static_cast<std::uint32_t>(number(1, 3)) * k, 16, 8, 2};
        const tiled_gemm gemm(tile, instruction, 255, 32);
        const gemm_size size = {number(1, 300), number(1, 200), 8 * number(1, 60)};
        gpu_memory gpu = a100();
        gpu.sms = number(1, 12);
        gpu.l2_bytes = number(0, 1) == 0 ? number(0, 200000) : number(0, 2000000);
        const auto blocks_per_sm = static_cast<std::uint32_t>(number(1, 3));
        const auto swizzle = static_cast<std::uint32_t>(number(1, 9));
        const auto split_k = static_cast<std::uint32_t>(number(0, 2) == 0 ? number(2, 4) : 1);
        SCOPED_TRACE(testing::Message() << "seed " << seed << ": " << instruction.name() << ", " << size.m
                                        << " x " << size.n << " x " << size.k << ", L2 of " << gpu.l2_bytes);
        const gemm_plan planned = plan(size, gemm, blocks_per_sm, swizzle, split_k, gpu);

        std::uint64_t run = 0, waves = 0;
        for (const wave& each : planned.waves) {
            std::uint64_t sms = 0, blocks = 0;
            for (const alike_sms& alike : each.sms) {
                sms += alike.sms;
                blocks += alike.sms * alike.blocks;
                ASSERT_LE(alike.blocks, blocks_per_sm);
                ASSERT_GE(alike.blocks + 1, each.sms.front().blocks) << "dealt evenly";
            }
            ASSERT_EQ(sms, gpu.sms);
            ASSERT_TRUE(blocks == gpu.sms * blocks_per_sm ||
                        (&each == &planned.waves.back() && each.times == 1));
            run += blocks * each.times;
            waves += each.times;
        }
        ASSERT_EQ(run, planned.blocks);
        ASSERT_EQ(planned.blocks, blocks_of(size, gemm, split_k));
        ASSERT_EQ(waves, (planned.blocks + gpu.sms * blocks_per_sm - 1) / (gpu.sms * blocks_per_sm));
        const bytes_moved plain = fetched_bytes(size, gemm, blocks_per_sm, swizzle, split_k, gpu);
        ASSERT_EQ(planned.bytes.l2_read, plain.l2_read);
        ASSERT_EQ(planned.bytes.l2_written, plain.l2_written);
        ASSERT_EQ(planned.bytes.hbm_read, plain.hbm_read);
        ASSERT_EQ(planned.bytes.hbm_written, plain.hbm_written);
    }
}

TEST(waves, of_the_published_gemm_read_a_third_of_the_bytes_in_groups_of_eight_columns) {
    const tiled_gemm gemm = tiled({256, 128, 64, 64, 64, 3}, sparse_f16);
    const auto bytes = [&](std::uint32_t swizzle) {
        return plan({16384, 16384, 16384}, gemm, 1, swizzle, 1, a100()).bytes;
    };
    EXPECT_EQ(bytes(8).hbm_written, 1073741824u);
    EXPECT_EQ(bytes(8).l2_written, 1073741824u);
    EXPECT_EQ(bytes(8).l2_read, std::uint64_t{64} * 128 * 256 * 34816) << "blocks, k tiles, bytes of one";
    EXPECT_EQ(bytes(1).l2_read, bytes(8).l2_read) << "whatever the order";
    EXPECT_GE(bytes(8).hbm_read, 268435456u + 33554432 + 536870912) << "each byte once";
    const double ratio = static_cast<double>(bytes(1).hbm_read) / static_cast<double>(bytes(8).hbm_read);
    EXPECT_NEAR(ratio, 3, 0.75);
}

TEST(waves, of_a_gemm_that_l2_holds_read_every_byte_from_hbm_once) {
    const tiled_gemm gemm = tiled({256, 128, 64, 64, 64, 3}, sparse_f16);
    const bytes_moved bytes = plan({2048, 4096, 2048}, gemm, 1, 8, 1, a100()).bytes;
    const std::uint64_t a = 2048 * 1024 * 2, metadata = 2048 * 512 / 2, b = 2048 * 4096 * 2;
    EXPECT_EQ(bytes.hbm_read, a + metadata + b);
    EXPECT_EQ(bytes.l2_read, 32 * (a + metadata) + 8 * b) << "by every column and every row of tiles";
    EXPECT_EQ(bytes.hbm_written, 2048u * 4096 * 4);
}

TEST(waves, move_no_bytes_of_rows_and_columns_and_k_that_are_not_there) {
    const tiled_gemm gemm = tiled({128, 128, 64, 64, 64, 3}, sparse_f16);
    const gemm_plan planned = plan({130, 1, 100}, gemm, 2, 8, 1, a100());
    EXPECT_EQ(planned.blocks, 2u);
    EXPECT_EQ(planned.k_tiles, 2u);
    const std::uint64_t a = 130 * 50 * 2, metadata = 130 * 25 / 2, b = 100 * 2;
    EXPECT_EQ(planned.bytes.hbm_read, a + metadata + b);
    EXPECT_EQ(planned.bytes.l2_read, a + metadata + 2 * b);
    EXPECT_EQ(planned.bytes.hbm_written, 130u * 4);
    EXPECT_EQ(planned.bytes.l2_written, 130u * 4);
    const tiled_gemm of_f16 = tiled({128, 128, 64, 64, 64, 3}, "mma.sp.m16n8k32.f16.f16.f16.f16");
    EXPECT_EQ(plan({130, 1, 100}, of_f16, 2, 8, 1, a100()).bytes.hbm_written, 130u * 2);
}

TEST(waves, slices_of_k_read_their_part_and_their_sums_are_written_read_and_written_again) {
    const tiled_gemm gemm = tiled({32, 16, 32, 16, 8, 2}, dense_f16);
    const gemm_size size = {64, 32, 200};  // 2 x 2 tiles; slices of 96, 96 and 8
    gpu_memory gpu = a100();
    const gemm_plan in_l2 = plan(size, gemm, 1, 8, 3, gpu);
    EXPECT_EQ(in_l2.blocks, 12u);
    EXPECT_EQ(in_l2.k_tiles, 3u);
    const std::uint64_t a = 64 * 200 * 2, b = 32 * 200 * 2, sums = 64 * 32 * 4;
    EXPECT_EQ(in_l2.bytes.hbm_read, a + b);
    EXPECT_EQ(in_l2.bytes.l2_read, 2 * a + 2 * b + 3 * sums);
    EXPECT_EQ(in_l2.bytes.l2_written, 4 * sums);
    EXPECT_EQ(in_l2.bytes.hbm_written, sums) << "the slices' stay in L2";
    EXPECT_EQ(in_l2.reduction_cycles, 10u + 260) << "4 x 8192 bytes by 3456; 8192 by 993 take 9";

    gpu.l2_bytes = 3 * sums;
    EXPECT_EQ(plan(size, gemm, 1, 8, 3, gpu).bytes.hbm_read, a + b);
    --gpu.l2_bytes;
    const gemm_plan beyond_l2 = plan(size, gemm, 1, 8, 3, gpu);
    EXPECT_EQ(beyond_l2.bytes.hbm_read, a + b + 3 * sums);
    EXPECT_EQ(beyond_l2.bytes.hbm_written, 4 * sums);
    EXPECT_EQ(beyond_l2.bytes.l2_read, in_l2.bytes.l2_read);
    EXPECT_EQ(beyond_l2.reduction_cycles, 33u + 570) << "4 x 8192 bytes by 993";
    EXPECT_EQ(plan(size, gemm, 1, 8, 1, gpu).reduction_cycles, 0u);
}

TEST(waves, a_k_tile_takes_the_longest_of_port_l2_and_hbm) {
    const tiled_gemm gemm = tiled({128, 128, 64, 64, 64, 3}, sparse_f16);  // 25600 bytes a k tile
    const auto share = [&](std::uint64_t m, std::uint64_t n, std::uint32_t blocks_per_sm,
                           const gpu_memory& gpu) {
        return plan({m, n, 640}, gemm, blocks_per_sm, 8, 1, gpu).waves.front().sms.front().memory;
    };
    gpu_memory gpu = a100();
    gpu.hbm_bytes_per_cycle = 1 << 30;
    const memory_share of_one = share(128, 128, 1, gpu);
    EXPECT_EQ(of_one.requests_of_tile, 50u);
    EXPECT_EQ(of_one.cycles_of_tile, 400u) << "25600 bytes by the port of 64";
    EXPECT_EQ(of_one.write_cycles, 8u) << "512 bytes by the port";
    EXPECT_EQ(of_one.latency, 570u);
    EXPECT_EQ(share(128, 128 * 108, 1, gpu).cycles_of_tile, 800u) << "108 x 25600 by 3456";
    EXPECT_EQ(share(128, 128 * 108, 1, gpu).write_cycles, 16u);
    EXPECT_EQ(share(128, 128 * 216, 2, gpu).cycles_of_tile, 800u) << "each of two, one after the other";
    EXPECT_EQ(share(1, 1, 1, gpu).cycles_of_tile, 4u) << "72 + 128 bytes by the port";
    EXPECT_EQ(share(1, 1, 1, gpu).write_cycles, 1u);
    gpu.hbm_bytes_per_cycle = 10;  // of 10 k tiles 25600 bytes each, and 128 x 128 outputs of 4 bytes
    EXPECT_EQ(share(128, 128, 1, gpu).cycles_of_tile, (256000u + 65536 + 99) / 100);
    const std::uint64_t of_two = (2 * 163840u + 92160 + 2 * 65536 + 99) / 100;
    gpu.sms = 1;
    EXPECT_EQ(share(128, 256, 2, gpu).cycles_of_tile, (of_two + 1) / 2)
        << "half for each k tile of two blocks";
}

TEST(waves, what_l2_still_holds_comes_with_its_latency) {
    const tiled_gemm gemm = tiled({128, 128, 64, 64, 64, 3}, sparse_f16);
    gpu_memory gpu = a100();
    gpu.sms = 1;
    const auto latencies = [&] {
        std::vector<std::uint64_t> all;
        for (const wave& each : plan({256, 256, 640}, gemm, 1, 2, 1, gpu).waves)
            all.insert(all.end(), each.times, each.sms.front().memory.latency);
        return all;
    };
    using list = std::vector<std::uint64_t>;
    EXPECT_EQ(latencies(), (list{570, 570, 570, 260})) << "the last row and column were both read before";
    gpu.l2_bytes = 0;
    EXPECT_EQ(latencies(), (list{570, 570, 570, 570}));
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core::test
