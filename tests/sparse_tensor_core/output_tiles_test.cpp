/// Is every output tile computed, once, along all of k?
#include "models/sparse_tensor_core/output_tiles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

#include "tests/formats/random_matrix.h"
#include "tests/layers/named_mma.h"

namespace lacuna::sparse_tensor_core {
namespace {

TEST(output_tiles, every_tile_is_covered_once_and_along_k_in_order) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const auto& all = formats::mma_instructions();
        const formats::mma& instruction =
            all[static_cast<std::size_t>(random(0, static_cast<int>(all.size()) - 1))];
        const auto outputs = static_cast<std::uint32_t>(random(1, 100));
        const auto inputs = static_cast<std::uint32_t>(random(1, 5 * instruction.k));
        const auto batch = static_cast<std::uint32_t>(random(1, 30));
        const output_tiles tiles =
            tiles_of(outputs, inputs, batch, instruction, static_cast<std::uint32_t>(random(1, 12)),
                     static_cast<std::uint32_t>(random(1, 5)));
        EXPECT_EQ(tiles.row_tiles, (outputs + 15) / 16);
        EXPECT_EQ(tiles.column_tiles, (batch + 7) / 8);
        EXPECT_GE(tiles.k_instructions * static_cast<unsigned>(instruction.k), inputs);
        EXPECT_LT((tiles.k_instructions - 1) * static_cast<unsigned>(instruction.k), inputs);

        std::map<std::array<std::uint64_t, 2>, std::uint64_t> along_k;  // of each tile, instructions so far
        const std::vector<warp_program> programs = tiles.programs();
        ASSERT_EQ(programs.size(), tiles.warps);
        for (std::uint32_t warp = 0; warp < tiles.warps; ++warp) {
            std::uint64_t index = 0;
            std::uint32_t chains = tiles.chains;
            for (const warp_loop& loop : programs[warp].loops) {
                EXPECT_GE(loop.iterations, 1u);
                EXPECT_GE(loop.chains, 1u);
                EXPECT_TRUE(index == 0 || loop.chains < chains) << "loops of equal chains are one";
                chains = loop.chains;
                for (const std::uint64_t end = index + loop.iterations; index < end; ++index) {
                    for (std::uint32_t chain = 0; chain < chains; ++chain) {
                        const auto at = tiles.place_of(warp, chain, index);
                        ASSERT_LT(at.row_tile, tiles.row_tiles);
                        ASSERT_LT(at.column_tile, tiles.column_tiles);
                        EXPECT_EQ(at.k_instruction, (along_k[{at.row_tile, at.column_tile}]++));
                    }
                }
            }
        }
        EXPECT_EQ(along_k.size(), tiles.tiles());
        for (const auto& tile : along_k) EXPECT_EQ(tile.second, tiles.k_instructions);
    }
}

TEST(output_tiles, groups_of_consecutive_tiles_go_round_the_warps) {
    // 3 row tiles x 3 column tiles in groups of 2, on 2 warps: groups 0, 2 and 4 (of one tile), and 1 and 3
    const output_tiles tiles =
        tiles_of(48, 64, 24, layers::test::mma_named("mma.sp.m16n8k32.f32.f16.f16.f32"), 2, 2);
    const std::vector<warp_program> programs = tiles.programs();
    ASSERT_EQ(programs[0].loops.size(), 2u);
    EXPECT_EQ(programs[0].loops[0].iterations, 4u);
    EXPECT_EQ(programs[0].loops[0].chains, 2u);
    EXPECT_EQ(programs[0].loops[1].iterations, 2u);
    EXPECT_EQ(programs[0].loops[1].chains, 1u);
    ASSERT_EQ(programs[1].loops.size(), 1u);
    EXPECT_EQ(programs[1].loops[0].iterations, 4u);
    const auto at = tiles.place_of(1, 1, 3);  // tile 7, second instruction
    EXPECT_EQ(at.row_tile, 1u);
    EXPECT_EQ(at.column_tile, 2u);
    EXPECT_EQ(at.k_instruction, 1u);
}

TEST(output_tiles, warps_beyond_the_groups_have_no_loop) {
    const auto programs =
        tiles_of(16, 16, 8, layers::test::mma_named("mma.m16n8k16.f32.f16.f16.f32"), 8, 2).programs();
    EXPECT_EQ(programs[0].loops.size(), 1u);
    for (std::size_t warp = 1; warp < 8; ++warp) EXPECT_TRUE(programs[warp].loops.empty());
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
