/// The instructions of a thread block that computes its tile of a GEMM: prologue, main loop, epilogue.
///
/// The prologue copies the first stages - 1 k tiles. In the main loop, while a k group is multiplied, the
/// fragments of the next are loaded and the k tile that is stages - 1 ahead is copied, spread evenly between
/// the mma; before the last group of a k tile the warps wait for the next one's copies, and for each other.
/// Where there are registers for one set of B fragments only, they are loaded after the group's last mma. The
/// epilogue brings the accumulators through shared memory to global memory.
///
/// Sources: NVIDIA, CUTLASS documentation, "Efficient GEMM in CUDA" (software pipelining), for the order;
/// README.md, rules 10 and 12.
#pragma once

#include <cstdint>

#include "models/sparse_tensor_core/gemm/gemm_tile.h"
#include "models/sparse_tensor_core/kernel_program.h"

namespace lacuna::sparse_tensor_core {

/// `blocks` blocks side by side on an SM, each going along `k_tiles`, at least 1, of them.
kernel_program program_of(const tiled_gemm& gemm, std::uint64_t k_tiles, std::uint32_t blocks,
                          const memory_share& memory);

/// Which fragments of A and B a warp's chain multiplies. Chains are numbered in the order in which a k
/// group's mma go: column by column of B, rows there and back.
struct fragment_place {
    std::uint32_t row = 0, column = 0;
};
fragment_place fragments_of_chain(const tiled_gemm& gemm, std::uint32_t chain);

/// Of 512 bytes, that a block asks for in a k tile.
std::uint32_t copies_of_tile(const tiled_gemm& gemm);
/// Of 512 bytes, that a block writes in its epilogue.
std::uint32_t writes_of_block(const tiled_gemm& gemm);

}  // namespace lacuna::sparse_tensor_core
