/// What the warps of an SM execute: loops of mma or of loads, the form to which instruction streams and
/// layers are brought for the engines.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "sim/formats/mma.h"
#include "sim/layers/instruction_stream.h"

namespace lacuna::sparse_tensor_core {

/// A loop of one warp. An iteration is one instruction for each of `chains` chains, 0 first, then the loop's
/// own instructions.
struct warp_loop {
    std::uint64_t iterations = 0;  ///< at least 1
    std::uint32_t chains = 0;      ///< at least 1; accumulators of chain c go on from loop to loop
};

struct warp_program {
    std::vector<warp_loop> loops;  ///< one after the other; none for a warp that has nothing to do
};

struct sm_program {
    std::variant<formats::mma, layers::shared_memory_load> instruction;
    /// Warp w runs on sub-core w mod subcores, as that sub-core's number w / subcores.
    std::vector<warp_program> warps;
    /// Whether instructions and fragments come from outside first, as in a stream; else all is at hand at
    /// cycle 0.
    bool starts_cold = false;
    /// Of loads: phases, at least 1, in which shared memory serves an instruction, of each chain of each warp
    /// (warp x ilp + chain).
    std::vector<std::uint32_t> phases;
    std::uint32_t ilp = 1;  ///< of loads
};

}  // namespace lacuna::sparse_tensor_core
