/// What the warps of an SM execute when it runs thread blocks of a kernel, and how fast global memory serves
/// it meanwhile; and the lists of instructions that both engines bring every program to.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/instruction_list.h"
#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/warp_program.h"

namespace lacuna::sparse_tensor_core {

/// The SM's share of L2 and of what is behind it, while nothing but blocks like its own run on the others.
struct memory_share {
    std::uint32_t requests_of_tile = 1;  ///< copies of 512 bytes that a block asks for in a k tile
    std::uint64_t cycles_of_tile = 1;    ///< that these take, one after the other
    std::uint64_t latency = 1;           ///< of a copy, beside that
    std::uint64_t write_cycles = 1;      ///< for 512 bytes written

    bool operator==(const memory_share& other) const {
        return requests_of_tile == other.requests_of_tile && cycles_of_tile == other.cycles_of_tile &&
               latency == other.latency && write_cycles == other.write_cycles;
    }

    /// Cycles that the request of that number takes: they sum to cycles_of_tile over a k tile.
    std::uint64_t cycles_of_request(std::uint64_t number) const {
        const std::uint64_t i = number % requests_of_tile;
        return (i + 1) * cycles_of_tile / requests_of_tile - i * cycles_of_tile / requests_of_tile;
    }
};

/// Bytes that a copy or a write of global memory moves: 16 of each lane.
constexpr std::uint32_t bytes_of_request = 512;
/// Bytes that shared memory moves in a phase: 4 of each of its 32 banks.
constexpr std::uint32_t bytes_of_phase = 128;

struct kernel_program {
    formats::mma instruction;
    /// Warp w is of block w / warps_of_block, and runs on sub-core w mod subcores.
    std::vector<instruction_list> warps;
    std::uint32_t warps_of_block = 1;
    std::uint32_t chains = 0;  ///< of a warp: instructions across its tile
    memory_share memory;
};

/// The lists of a program of chains, by warp; of loops that follow each other with as many chains, one.
std::vector<instruction_list> lists_of(const sm_program& program, const parameters& p);

}  // namespace lacuna::sparse_tensor_core
