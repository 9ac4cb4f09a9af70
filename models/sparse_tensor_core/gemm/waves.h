/// The thread blocks of a GEMM on all SMs of a GPU: in which waves they run, and what L2 and HBM bring each
/// wave.
///
/// Blocks go to the SMs in the order of their tiles, as many as fit (gemm_tile.h), and the next wave begins
/// when the last block of a wave has ended. The blocks of a wave go along k together, so that what several
/// read comes from HBM once. Sources: README.md, rules 11 and 13.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "models/sparse_tensor_core/gemm/gemm_tile.h"
#include "models/sparse_tensor_core/kernel_program.h"

namespace lacuna::sparse_tensor_core {

struct gemm_size {
    std::uint64_t m = 0, n = 0, k = 0;
};

/// What SMs share, and how many they are. Bytes a cycle are of all SMs together but for `l2_port`.
struct gpu_memory {
    std::uint64_t sms = 108;
    std::uint64_t l2_bytes_per_cycle = 0;
    std::uint64_t l2_port_bytes_per_cycle = 0;  ///< of one SM, at most
    std::uint64_t l2_latency = 0;
    std::uint64_t l2_bytes = 0;
    std::uint64_t hbm_bytes_per_cycle = 0;
    std::uint64_t hbm_latency = 0;
};

/// SMs that do the same in a wave. Of a wave those with most blocks come first.
struct alike_sms {
    std::uint64_t sms = 0;
    std::uint32_t blocks = 0;  ///< side by side; none where there is nothing left
    memory_share memory;

    bool operator==(const alike_sms& other) const {
        return sms == other.sms && blocks == other.blocks && memory == other.memory;
    }
};

struct wave {
    std::vector<alike_sms> sms;
    std::uint64_t times = 1;  ///< waves in a row that are alike
};

struct bytes_moved {
    std::uint64_t l2_read = 0, l2_written = 0, hbm_read = 0, hbm_written = 0;
};

struct gemm_plan {
    std::uint64_t blocks = 0;
    std::uint64_t k_tiles = 0;  ///< of a block
    std::vector<wave> waves;
    bytes_moved bytes;
    std::uint64_t reduction_cycles = 0;  ///< of split_k: to add the slices
};

/// Column tiles go in groups of `swizzle`, a group row by row of its tiles. With split_k blocks take a slice
/// of k each, whole k tiles, all of one slice first, and fewer slices where all k tiles are done before; the
/// slices' sums are added after the last wave. `blocks_per_sm` is at
/// least 1.
gemm_plan plan(const gemm_size& size, const tiled_gemm& gemm, std::uint32_t blocks_per_sm,
               std::uint32_t swizzle, std::uint32_t split_k, const gpu_memory& gpu);

/// What a block computes: tiles of block_m x block_n, and the slice of k.
struct block_place {
    std::uint64_t row = 0, column = 0, slice = 0;
};
block_place place_of_block(std::uint64_t number, const gemm_size& size, const tiled_gemm& gemm,
                           std::uint32_t swizzle);

/// K tiles that a block goes along.
std::uint64_t k_tiles_of(const gemm_size& size, const tiled_gemm& gemm, std::uint32_t split_k);
/// Thread blocks of all slices.
std::uint64_t blocks_of(const gemm_size& size, const tiled_gemm& gemm, std::uint32_t split_k);

}  // namespace lacuna::sparse_tensor_core
