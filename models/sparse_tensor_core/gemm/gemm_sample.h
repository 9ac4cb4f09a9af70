/// Which output tiles of a GEMM are computed: all of a small one, of a large one a sample.
///
/// Up to 2^26 multiply-accumulates all tiles of 16 x 8 are. Beyond, as many as 2^24 products allow, at least
/// 2: first the four in the corners -- the first, the last, the last of the first row, the first of the last
/// -- then such as are drawn from a seed (Boost.Random).
#pragma once

#include <cstdint>
#include <vector>

namespace lacuna::sparse_tensor_core {

/// Tile (row, column) has outputs 16 row to 16 row + 15 of vectors 8 column to 8 column + 7.
struct tile_place {
    std::uint64_t row = 0;
    std::uint64_t column = 0;

    bool operator==(const tile_place& other) const { return row == other.row && column == other.column; }
    bool operator<(const tile_place& other) const {
        return row != other.row ? row < other.row : column < other.column;
    }
};

bool is_sampled(std::uint64_t m, std::uint64_t n, std::uint64_t k);

/// Every tile, row by row.
std::vector<tile_place> all_tiles(std::uint64_t m, std::uint64_t n);

/// In the same order. None of the sizes is 0; their product is below 2^64.
std::vector<tile_place> computed_tiles(std::uint64_t m, std::uint64_t n, std::uint64_t k, std::uint64_t seed);

}  // namespace lacuna::sparse_tensor_core
