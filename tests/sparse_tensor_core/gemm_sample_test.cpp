/// Is every tile of a small GEMM computed, and of a large one a fair sample?
#include "models/sparse_tensor_core/gemm/gemm_sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace lacuna::sparse_tensor_core {
namespace {

TEST(gemm_sample, has_every_tile_up_to_two_to_26_products) {
    EXPECT_EQ(computed_tiles(1, 1, 1, 0), (std::vector<tile_place>{{0, 0}}));
    EXPECT_EQ(computed_tiles(17, 9, 5, 0), (std::vector<tile_place>{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
    EXPECT_EQ(computed_tiles(512, 512, 256, 0), all_tiles(512, 512));
    EXPECT_EQ(all_tiles(512, 512).size(), 32u * 64);
    EXPECT_LT(computed_tiles(512, 512, 257, 0).size(), 32u * 64);
}

TEST(gemm_sample, has_as_many_tiles_as_two_to_24_products_allow_and_at_least_2) {
    EXPECT_EQ(computed_tiles(16384, 16384, 16384, 1).size(), 8u);
    EXPECT_EQ(computed_tiles(3072, 3072, 10240, 1).size(), 12u);
    EXPECT_EQ(computed_tiles(16384, 16384, 1 << 20, 1).size(), 2u);
    EXPECT_EQ(computed_tiles(16, 16, 2147483647, 1).size(), 2u);
    EXPECT_EQ(computed_tiles(16, 8, 2147483647, 1).size(), 1u) << "there is no other";
    EXPECT_EQ(computed_tiles(1 << 20, 1 << 20, 1, 1).size(), 1u << 17);
}

TEST(gemm_sample, begins_with_the_corners) {
    const auto has = [](const std::vector<tile_place>& tiles, std::uint64_t row, std::uint64_t column) {
        return std::count(tiles.begin(), tiles.end(), tile_place{row, column}) == 1;
    };
    for (const std::uint64_t k : {16384, 40000, 100000}) {
        const std::vector<tile_place> tiles = computed_tiles(16380, 16379, k, 1);
        EXPECT_TRUE(has(tiles, 0, 0));
        EXPECT_TRUE(has(tiles, 1023, 2047)) << "which the matrix does not fill";
        EXPECT_EQ(has(tiles, 0, 2047), tiles.size() > 2) << k;
        EXPECT_EQ(has(tiles, 1023, 0), tiles.size() > 3) << k;
    }
}

TEST(gemm_sample, is_the_same_for_a_seed_and_another_for_another) {
    const auto of = [](std::uint64_t seed) { return computed_tiles(16384, 16384, 16384, seed); };
    EXPECT_EQ(of(1), of(1));
    EXPECT_NE(of(1), of(2));
    EXPECT_NE(of(1), of(std::uint64_t{1} << 32));
}

TEST(gemm_sample, is_drawn_from_all_of_the_matrix_each_tile_once) {
    std::set<std::uint64_t> rows, columns;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const std::vector<tile_place> tiles = computed_tiles(1 << 16, 1 << 12, 1 << 13, seed);
        ASSERT_EQ(tiles.size(), 16u);
        ASSERT_TRUE(std::is_sorted(tiles.begin(), tiles.end()));
        ASSERT_TRUE(std::adjacent_find(tiles.begin(), tiles.end()) == tiles.end());
        for (const tile_place& tile : tiles) {
            ASSERT_LT(tile.row, 4096u);
            ASSERT_LT(tile.column, 512u);
            rows.insert(tile.row / 256);
            columns.insert(tile.column / 32);
        }
    }
    EXPECT_EQ(rows.size(), 16u);
    EXPECT_EQ(columns.size(), 16u);
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
