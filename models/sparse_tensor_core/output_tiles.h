/// The output tiles of a layer, 16 x 8 each, and who computes them.
///
/// Tile t is row tile t mod row_tiles of column tile t / row_tiles. A group is `chains` tiles that follow one
/// another, the last one perhaps fewer; warp w computes groups w, w + warps, w + 2 warps, ... in turn, a
/// chain for each tile, and goes along all of k before its next group.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/warp_program.h"

namespace lacuna::sparse_tensor_core {

struct output_tiles {
    std::uint64_t row_tiles = 0;
    std::uint64_t column_tiles = 0;
    std::uint64_t k_instructions = 0;  ///< for each tile, at least 1
    std::uint32_t warps = 0;
    std::uint32_t chains = 0;

    std::uint64_t tiles() const { return row_tiles * column_tiles; }

    /// What an instruction of a chain works on.
    struct place {
        std::uint64_t row_tile;
        std::uint64_t column_tile;
        std::uint64_t k_instruction;
    };
    /// `index` counts the instructions of the chain.
    place place_of(std::uint32_t warp, std::uint32_t chain, std::uint64_t index) const;

    /// One for each warp, also for those that have nothing to do.
    std::vector<warp_program> programs() const;
};

/// Of outputs x inputs weights and a batch.
output_tiles tiles_of(std::uint32_t outputs, std::uint32_t inputs, std::uint64_t batch,
                      const formats::mma& instruction, std::uint32_t warps, std::uint32_t chains);

}  // namespace lacuna::sparse_tensor_core
