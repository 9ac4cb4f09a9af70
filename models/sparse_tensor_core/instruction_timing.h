/// What an instruction takes of a sub-core, from its shape and the parameters alone (README.md, "What a shape
/// takes"), and when the fragments of cold warps are there.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/warp_program.h"
#include "sim/formats/mma.h"

namespace lacuna::sparse_tensor_core {

/// Of an mma. Registers are a lane's; everything else but `steps` and `tiles` is in cycles.
struct instruction_timing {
    std::uint64_t a_registers = 0, b_registers = 0, c_registers = 0, metadata_registers = 0;
    std::uint64_t steps = 0;    ///< k-steps: blocks of products that are added at once
    std::uint64_t tiles = 0;    ///< of a k-step; one enters the dot-product units a cycle
    std::uint64_t hold = 0;     ///< H: from an issue to the next one, of any warp
    std::uint64_t latency = 0;  ///< L: from an issue to that of an instruction that needs its accumulator
    std::uint64_t operand_wait = 0;   ///< of the hold: all tiles have left, registers are still being read
    std::uint64_t selector_busy = 0;  ///< of the hold: all of that is done, the selector keeps its latches

    /// Of the hold: a tile leaves the operand collector.
    std::uint64_t busy() const { return steps * tiles; }
};

instruction_timing timing_of(const formats::mma& instruction, const parameters& p);

/// From an issue until the first tile leaves the operand collector.
std::uint64_t first_tile_cycles(const parameters& p);

/// The edge from which each warp's instructions may issue: 0 where the program does not start cold; else of
/// loads when their code is there, and of mma when the fragments of that warp and of all before it have come
/// from global memory, one warp after the other.
std::vector<std::uint64_t> fragments_ready(const sm_program& program, const parameters& p);

}  // namespace lacuna::sparse_tensor_core
