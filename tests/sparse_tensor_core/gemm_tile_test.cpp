/// What do the tiles of a GEMM take of shared memory and registers?
#include "models/sparse_tensor_core/gemm/gemm_tile.h"

#include <gtest/gtest.h>

#include "tests/layers/named_mma.h"

namespace lacuna::sparse_tensor_core {
namespace {

constexpr std::uint32_t registers_per_lane = 255;
constexpr std::uint32_t reserved_registers = 32;

tiled_gemm tiled(const gemm_tile& tile, const char* instruction) {
    return {tile, layers::test::mma_named(instruction), registers_per_lane, reserved_registers};
}

constexpr const char* sparse_f16 = "mma.sp.m16n8k32.f32.f16.f16.f32";
constexpr const char* dense_f16 = "mma.m16n8k16.f32.f16.f16.f32";

TEST(gemm_tile, of_the_published_sparse_kernel_moves_1072_phases_for_1024_cycles_of_the_tensor_cores) {
    const tiled_gemm of = tiled({256, 128, 64, 64, 64, 3}, sparse_f16);
    EXPECT_EQ(of.warps(), 8u);
    EXPECT_EQ(of.k_groups(), 2u);
    EXPECT_EQ(of.instructions(), 64u);
    EXPECT_EQ(of.phases_read(), 800u);
    EXPECT_EQ(of.phases_written(), 272u);
    EXPECT_EQ(of.bytes_of_a() + of.bytes_of_metadata(), 18432u);
    EXPECT_EQ(of.bytes_of_b(), 16384u);
    EXPECT_EQ(of.shared_memory_bytes(), 3u * 34816);
}

TEST(gemm_tile, of_the_published_dense_kernel_moves_704) {
    const tiled_gemm of = tiled({256, 128, 32, 64, 64, 3}, dense_f16);
    EXPECT_EQ(of.instructions(), 64u);
    EXPECT_EQ(of.phases_read(), 512u);
    EXPECT_EQ(of.phases_written(), 192u);
    EXPECT_EQ(of.bytes_of_metadata(), 0u);
}

TEST(gemm_tile, a_second_set_of_b_fragments_does_not_fit_beside_64_x_64_accumulators_where_a_is_sparse) {
    EXPECT_EQ(tiled({256, 128, 32, 64, 64, 3}, dense_f16).b_buffers(), 2u);
    EXPECT_EQ(tiled({256, 128, 32, 64, 64, 3}, dense_f16).registers(), 128u + 2 * 16 + 2 * 16 + 32);
    EXPECT_EQ(tiled({256, 128, 64, 64, 64, 3}, sparse_f16).b_buffers(), 1u);
    EXPECT_EQ(tiled({256, 128, 64, 64, 64, 3}, sparse_f16).registers(), 128u + 2 * 20 + 32 + 32);
    EXPECT_EQ(tiled({256, 128, 64, 64, 32, 3}, sparse_f16).b_buffers(), 2u);
    EXPECT_EQ(tiled({256, 128, 64, 64, 64, 3}, "mma.sp.m16n8k32.f16.f16.f16.f16").b_buffers(), 2u)
        << "accumulators of 2 bytes take half the registers";
}

TEST(gemm_tile, of_integers_has_as_many_bytes_with_twice_the_k) {
    const tiled_gemm f16 = tiled({256, 128, 64, 64, 64, 3}, sparse_f16);
    const tiled_gemm s8 = tiled({256, 128, 128, 64, 64, 3}, "mma.sp.m16n8k64.s32.s8.s8.s32");
    EXPECT_EQ(s8.bytes_of_a(), f16.bytes_of_a());
    EXPECT_EQ(s8.bytes_of_b(), f16.bytes_of_b());
    EXPECT_EQ(s8.bytes_of_metadata(), 2 * f16.bytes_of_metadata()) << "two bits a kept value";
    EXPECT_EQ(s8.instructions(), f16.instructions());
}

TEST(gemm_tile, instructions_multiply_the_whole_tile) {
    for (const formats::mma& instruction : formats::mma_instructions()) {
        const auto k = static_cast<std::uint32_t>(instruction.k);
        const gemm_tile tile = {128, 96, 2 * k, 32, 48, 2};
        const tiled_gemm of(tile, instruction, registers_per_lane, reserved_registers);
        SCOPED_TRACE(instruction.name());
        EXPECT_EQ(of.instructions() * of.warps() * instruction.dense_products(),
                  std::uint64_t{tile.block_m} * tile.block_n * tile.block_k);
    }
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
