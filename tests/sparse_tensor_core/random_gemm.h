/// Random tiles, SMs and shares of memory for tests of whole GEMMs: small, and odd in every way.
#pragma once

#include <algorithm>
#include <vector>

#include "models/sparse_tensor_core/gemm/block_program.h"
#include "models/sparse_tensor_core/gemm/gemm_occupancy.h"
#include "tests/sparse_tensor_core/draw.h"
#include "tests/sparse_tensor_core/random_work.h"

namespace lacuna::sparse_tensor_core::test {

/// What an SM runs, and the SM.
struct random_kernel {
    parameters p;
    kernel_program program;
    gemm_tile tile;
    std::uint64_t k_tiles = 0;
    std::uint32_t blocks = 0;
};

inline random_kernel random_kernel_of(std::uint32_t seed) {
    draw random(seed);
    random_kernel kernel;
    parameters& p = kernel.p;
    p = random_parameters(seed);
    const formats::mma& instruction = random.one_of(formats::mma_instructions());
    const auto number = [&](std::int64_t least, std::int64_t most) {
        return static_cast<std::uint32_t>(random.integer(least, most));
    };
    const auto part = [&](std::uint32_t unit, std::uint32_t most) { return unit * number(1, most); };
    gemm_tile& tile = kernel.tile;
    tile.warp_m = part(formats::mma::m, 3);
    tile.warp_n = part(formats::mma::n, 5);
    tile.block_m = part(tile.warp_m, 2);
    tile.block_n = part(tile.warp_n, 2);
    tile.block_k = part(static_cast<std::uint32_t>(instruction.k), 4);
    tile.stages = number(2, 5);
    kernel.k_tiles = number(1, number(0, 3) == 0 ? 60 : 9);
    kernel.blocks = number(1, 3);
    p.registers_per_lane = random.integer(40, 255);
    memory_share share;
    const tiled_gemm gemm(tile, instruction, static_cast<std::uint32_t>(p.registers_per_lane), 32);
    share.requests_of_tile = copies_of_tile(gemm);
    share.cycles_of_tile = number(1, 40) * (number(0, 1) == 0 ? 1 : 20);
    share.latency = number(1, 300);
    share.write_cycles = number(1, 40);
    kernel.program = program_of(gemm, kernel.k_tiles, kernel.blocks, share);
    return kernel;
}

}  // namespace lacuna::sparse_tensor_core::test
