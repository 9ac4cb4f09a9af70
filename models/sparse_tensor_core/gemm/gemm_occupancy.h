/// How many thread blocks of a GEMM an SM holds: as its shared memory, registers and warps allow.
///
/// Source: NVIDIA, CUDA C++ Programming Guide, "Hardware Multithreading" and the technical specifications of
/// compute capability 8.0; the limits are parameters.
#pragma once

#include <cstdint>
#include <string>

#include "models/sparse_tensor_core/gemm/gemm_tile.h"
#include "models/sparse_tensor_core/parameters.h"

namespace lacuna::sparse_tensor_core {

/// The tile that the parameters give; they have one.
gemm_tile tile_of(const parameters& p);

/// As instructions of that sort compute it. The tile falls into them.
tiled_gemm tiled(const parameters& p, const formats::mma& instruction);

/// Why the tile does not fall into warps and instructions: a sentence; empty where it does.
std::string refusal_of_tile(const gemm_tile& tile, const formats::mma& instruction);

struct occupancy {
    std::uint32_t blocks = 0;  ///< 0 where not even one fits
    std::string refusal;       ///< the sentences that say so
};

occupancy occupancy_of(const tiled_gemm& gemm, const parameters& p);

}  // namespace lacuna::sparse_tensor_core
