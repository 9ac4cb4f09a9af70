/// The tiles that a kernel divides a GEMM into: of a thread block, of its warps, of k; and what they take of
/// an SM's shared memory and registers.
///
/// D is m x n, A m x k (the weights; of mma.sp half of it is stored, with metadata), B k x n. A thread block
/// computes block_m x block_n of D along all of k, block_k at a time: a k tile, of which `stages` lie in
/// shared memory. A warp computes warp_m x warp_n of it, instruction by instruction, with every accumulator
/// in its registers; a k group is what one instruction takes of k.
///
/// Source: NVIDIA, CUTLASS documentation, "Efficient GEMM in CUDA" (threadblock, warp and instruction tiles;
/// software pipelining by stages and by fragments).
#pragma once

#include <cstdint>

#include "sim/formats/mma.h"

namespace lacuna::sparse_tensor_core {

struct gemm_tile {
    std::uint32_t block_m = 256, block_n = 128, block_k = 64;
    std::uint32_t warp_m = 64, warp_n = 64;
    std::uint32_t stages = 3;  ///< at least 2

    bool operator==(const gemm_tile& other) const;
};

/// A tile as instructions of one sort compute it. The tile's sizes are multiples: the block's of the warp's,
/// the warp's of 16 x 8, block_k of the instruction's k.
class tiled_gemm {
  public:
    /// `registers_per_lane` is what a lane can name, of which `reserved_registers` hold addresses and the
    /// loop.
    tiled_gemm(const gemm_tile& tile, const formats::mma& instruction, std::uint32_t registers_per_lane,
               std::uint32_t reserved_registers);

    const gemm_tile& tile() const { return tile_; }
    const formats::mma& instruction() const { return instruction_; }

    std::uint32_t warps() const;             ///< of a block
    std::uint32_t row_fragments() const;     ///< of A: instructions across a warp's rows
    std::uint32_t column_fragments() const;  ///< of B
    std::uint32_t k_groups() const;          ///< of a k tile
    std::uint32_t instructions() const;      ///< of a warp in a k tile

    // Bytes of a k tile of a block, as they lie in global and in shared memory.

    std::uint32_t bytes_of_a() const;
    std::uint32_t bytes_of_metadata() const;
    std::uint32_t bytes_of_b() const;
    std::uint32_t bytes_of_stage() const { return bytes_of_a() + bytes_of_metadata() + bytes_of_b(); }
    std::uint64_t shared_memory_bytes() const { return std::uint64_t{tile_.stages} * bytes_of_stage(); }

    // Bytes that a warp loads for a k group.

    std::uint32_t bytes_of_a_fragment() const;     ///< 16 rows, kept columns
    std::uint32_t bytes_of_b_fragment() const;     ///< 8 columns
    std::uint32_t bytes_of_warp_metadata() const;  ///< of all its rows

    // Phases of 128 bytes in which shared memory serves a k tile of a block.

    std::uint32_t phases_written() const { return bytes_of_stage() / 128; }
    /// Every warp reads the fragments that it needs.
    std::uint32_t phases_read() const;

    // Registers a lane.

    std::uint32_t accumulator_registers() const;
    /// Sets of B fragments: 2, so that one is loaded while the other is multiplied, where the registers do
    /// for it; else 1. A and metadata always have two.
    std::uint32_t b_buffers() const { return b_buffers_; }
    std::uint32_t registers() const { return registers_with(b_buffers_); }

  private:
    std::uint32_t registers_with(std::uint32_t b_buffers) const;

    gemm_tile tile_;
    formats::mma instruction_;
    std::uint32_t reserved_registers_;
    std::uint32_t b_buffers_;
};

}  // namespace lacuna::sparse_tensor_core
