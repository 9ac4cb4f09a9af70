/// How many blocks of a tile does an SM hold, and what is said where it holds none?
#include "models/sparse_tensor_core/gemm/gemm_occupancy.h"

#include <gtest/gtest.h>

namespace lacuna::sparse_tensor_core {
namespace {

/// 128 x 128 x 64, 3 stages, warps of 64 x 64: 4 warps of 232 registers a lane, 3 x 25600 bytes of shared
/// memory and 1024 for the system.
parameters small_tile() {
    parameters p;
    p.tile = {128, 128, 64};
    return p;
}

occupancy occupancy_of_sparse(const parameters& p) {
    return occupancy_of(tiled(p, p.instruction_for(true)), p);
}

std::uint32_t blocks_of(const parameters& p) {
    const occupancy found = occupancy_of_sparse(p);
    EXPECT_EQ(found.refusal.empty(), found.blocks != 0) << found.refusal;
    return found.blocks;
}

std::string refusal_of(const parameters& p) {
    EXPECT_EQ(occupancy_of_sparse(p).blocks, 0u);
    return occupancy_of_sparse(p).refusal;
}

TEST(gemm_occupancy, is_one_block_of_the_large_published_tile_and_two_of_the_small_one) {
    parameters p = small_tile();
    EXPECT_EQ(blocks_of(p), 2u);
    p.tile = {256, 128, 64};
    EXPECT_EQ(blocks_of(p), 1u);
    p.tile = {256, 128, 32};
    EXPECT_EQ(occupancy_of(tiled(p, p.instruction_for(false)), p).blocks, 1u);
}

TEST(gemm_occupancy, is_limited_by_shared_memory) {
    parameters p = small_tile();
    p.shared_memory_bytes = 2 * 77824;
    EXPECT_EQ(blocks_of(p), 2u);
    --p.shared_memory_bytes;
    EXPECT_EQ(blocks_of(p), 1u);
    p.shared_memory_bytes = 77824;
    EXPECT_EQ(blocks_of(p), 1u);
    --p.shared_memory_bytes;
    EXPECT_EQ(refusal_of(p),
              "3 stages of 25600 bytes, and 1024 for the system, are 77824 bytes of shared memory, more than "
              "the 77823 of an SM (shared_memory_bytes).");
}

TEST(gemm_occupancy, is_limited_by_the_register_files) {
    parameters p = small_tile();  // a warp of each block on every sub-core
    p.register_file_registers = 2 * 232 * 32;
    EXPECT_EQ(blocks_of(p), 2u);
    --p.register_file_registers;
    EXPECT_EQ(blocks_of(p), 1u);
    p.register_file_registers = 232 * 32;
    EXPECT_EQ(blocks_of(p), 1u);
    --p.register_file_registers;
    EXPECT_EQ(refusal_of(p),
              "The 4 warps of a block, 232 registers a lane, are more than the 0 that the SM's registers and "
              "slots hold (register_file_registers, most_warps).");
}

TEST(gemm_occupancy, takes_registers_in_units_of_eight_a_lane) {
    parameters p = small_tile();
    p.reserved_registers = 25;  // 225, so 232 all the same
    p.register_file_registers = 2 * 232 * 32;
    EXPECT_EQ(blocks_of(p), 2u);
    --p.register_file_registers;
    EXPECT_EQ(blocks_of(p), 1u);
    p.reserved_registers = 24;
    EXPECT_EQ(blocks_of(p), 2u) << "224";
}

TEST(gemm_occupancy, is_limited_by_slots_of_warps) {
    parameters p = small_tile();
    p.most_warps = 8;
    EXPECT_EQ(blocks_of(p), 2u);
    p.most_warps = 7;
    EXPECT_EQ(blocks_of(p), 1u);
    p.most_warps = 4;
    EXPECT_EQ(blocks_of(p), 1u);
    p.most_warps = 3;
    EXPECT_EQ(refusal_of(p),
              "The 4 warps of a block, 232 registers a lane, are more than the 3 that the SM's registers and "
              "slots hold (register_file_registers, most_warps).");
}

TEST(gemm_occupancy, is_none_where_a_lane_cannot_name_its_registers) {
    parameters p = small_tile();
    p.registers_per_lane = 232;
    EXPECT_EQ(blocks_of(p), 2u);
    p.registers_per_lane = 231;
    EXPECT_EQ(
        refusal_of(p),
        "A lane needs 232 registers for accumulators, fragments and addresses of a warp tile of 64 x 64, "
        "more than the 231 that it can name (registers_per_lane).");
}

TEST(gemm_occupancy, says_every_limit_that_a_tile_passes) {
    parameters p = small_tile();
    p.warp_tile = {128, 64};
    p.stages = 7;
    const std::string refusal = refusal_of(p);
    EXPECT_EQ(refusal.find("7 stages of 25600 bytes, and 1024 for the system, are 180224 bytes"), 0u);
    EXPECT_NE(refusal.find(" A lane needs "), std::string::npos) << refusal;
}

TEST(gemm_tile_refusals, name_the_part_that_does_not_fall_into_whole_ones) {
    const formats::mma sparse = parameters().instruction_for(true);
    const auto refusal = [&](const gemm_tile& tile) { return refusal_of_tile(tile, sparse); };
    EXPECT_EQ(refusal({128, 128, 64, 64, 64, 3}), "");
    EXPECT_EQ(refusal({96, 128, 64, 64, 64, 3}), "The tile's m of 96 does not fall into warp tiles of 64.");
    EXPECT_EQ(refusal({128, 96, 64, 64, 64, 3}), "The tile's n of 96 does not fall into warp tiles of 64.");
    EXPECT_EQ(refusal({128, 128, 64, 64, 128, 3}), "");
    EXPECT_EQ(refusal({32, 128, 64, 64, 64, 3}), "The tile's m of 32 does not fall into warp tiles of 64.");
    EXPECT_EQ(refusal({48, 128, 64, 24, 64, 3}),
              "The warp tile's m of 24 does not fall into instructions of 16.");
    EXPECT_EQ(refusal({128, 36, 64, 64, 12, 3}),
              "The warp tile's n of 12 does not fall into instructions of 8.");
    EXPECT_EQ(refusal({128, 128, 48, 64, 64, 3}),
              "The tile's k of 48 does not fall into mma.sp.m16n8k32.f32.f16.f16.f32 of 32.");
    EXPECT_EQ(refusal_of_tile({128, 128, 48, 64, 64, 3}, parameters().instruction_for(false)), "");
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
