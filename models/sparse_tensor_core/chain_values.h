/// Where the values of a program come from and go to: the operands of every mma, the accumulators that a
/// chain begins with, and its results. Both engines ask it; neither depends on what is multiplied.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/layers/instruction_stream.h"

namespace lacuna::sparse_tensor_core {

/// Warps and chains are numbered as in the program; `index` counts the instructions of a chain, from 0, over
/// all loops.
class chain_values {
  public:
    chain_values() = default;
    chain_values(const chain_values&) = delete;
    chain_values& operator=(const chain_values&) = delete;
    virtual ~chain_values() = default;

    /// Whether the values of an instruction are computed; otherwise it takes time alone, and so do those that
    /// follow it in the chain until that begins a new sum.
    virtual bool are_computed(std::uint32_t warp, std::uint32_t chain, std::uint64_t index) const = 0;
    /// Whether the operands of a chain differ from instruction to instruction.
    virtual bool operands_change() const = 0;
    /// A, metadata and B. Valid until the next call.
    virtual const layers::mma_operands& operands(std::uint32_t warp, std::uint32_t chain,
                                                 std::uint64_t index) = 0;
    /// C, m x n bit patterns row-major, where the chain begins a new sum; nullptr where it goes on from the D
    /// of the instruction before. Valid until the next call.
    virtual const std::vector<std::uint32_t>* start(std::uint32_t warp, std::uint32_t chain,
                                                    std::uint64_t index) = 0;
    /// Takes D, m x n bit patterns row-major.
    virtual void finish(std::uint32_t warp, std::uint32_t chain, std::uint64_t index,
                        const std::vector<std::uint32_t>& d) = 0;
};

}  // namespace lacuna::sparse_tensor_core
