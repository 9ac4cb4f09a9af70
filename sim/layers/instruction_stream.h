/// An instruction stream: a loop that warps of one SM run, to measure what its instructions take.
///
/// Each of `warps` warps repeats `iterations` times: one instruction for each of `ilp` chains, then the
/// loop's own instructions (synchronise the warp, count, branch). An mma accumulates onto the D of its chain;
/// a load follows the one before of its chain. Operands are drawn once for each chain and stay in registers.
///
/// Source: the method of Sun et al., "Dissecting Tensor Cores via Microbenchmarks", IEEE TPDS 34(1), 2023.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/formats/mma.h"

namespace lacuna::layers {

/// A load from shared memory into the registers of a warp.
struct shared_memory_load {
    int matrices = 0;      ///< ldmatrix.x1, .x2, .x4: matrices of 8 rows of 16 bytes; 0 is ld.shared.u32
    int stride_bytes = 4;  ///< from the address of a lane to that of the next; of ldmatrix from row to row

    /// A lane.
    int registers() const { return matrices == 0 ? 1 : matrices; }
    /// "ldmatrix.x4", "ld.shared.u32".
    std::string name() const;
};

struct instruction_stream {
    std::variant<formats::mma, shared_memory_load> instruction;
    std::uint32_t warps = 1;
    std::uint32_t ilp = 1;  ///< instruction-level parallelism: independent chains of a warp
    std::uint64_t iterations = 1;
    std::uint32_t seed = 0;  ///< of the operands
    std::optional<std::uint8_t> metadata =
        {};  ///< the nibble of every group of mma.sp, instead of drawn ones

    std::string name() const;
    std::uint64_t instructions() const { return std::uint64_t{warps} * ilp * iterations; }
    std::uint32_t chains() const { return warps * ilp; }
};

/// The instruction of a name: an mma, or "ldmatrix.x1", "ldmatrix.x2", "ldmatrix.x4", "ld.shared.u32" with
/// the stride that has no bank conflict. Throws input_error, naming the nearest, where there is none.
std::variant<formats::mma, shared_memory_load> instruction_named(const std::string& name);

/// What a chain of mma multiplies: bit patterns (formats/operand_code.h).
struct mma_operands {
    std::vector<std::uint32_t> a;        ///< m x kept_columns(), row-major
    std::vector<std::uint8_t> metadata;  ///< m x groups nibbles, row-major; none where A is dense
    std::vector<std::uint32_t> b;        ///< k x n, row-major
};

/// The operands of a chain (warp x ilp + its number in the warp): A and B drawn from the stream's seed --
/// floats normal with mean 0 and deviation 1, integers uniform over their range -- and of mma.sp for every
/// group a random legal nibble, or the stream's own. A and B are the same either way. The first C is 0. The
/// instruction is an mma.
mma_operands operands_of(const instruction_stream& stream, std::uint32_t chain);

/// The words of shared memory at so many bytes, drawn from the stream's seed. The instruction is a load.
std::vector<std::uint32_t> shared_memory_contents(const instruction_stream& stream, std::uint64_t bytes);

/// The address in shared memory, in bytes, that a lane of a chain gives: chains stand one behind the other,
/// and wrap at the end of the memory. Of ldmatrix lane i gives row i % 8 of matrix i / 8; lanes beyond the
/// matrices give none that is used.
std::uint64_t load_address(const instruction_stream& stream, std::uint64_t memory_bytes, std::uint32_t chain,
                           int lane);

/// The chains of mma whose values are computed and checked: all, where they are at most 2^24 products; else
/// as many as stay within that, one at least, chosen by the seed. In rising order. Chains of loads are all
/// checked.
std::vector<std::uint32_t> checked_chains(const instruction_stream& stream);

/// Of these chains so many iterations are computed and checked, from the first: all, where one chain is at
/// most 2^24 products.
std::uint64_t checked_iterations(const instruction_stream& stream);

}  // namespace lacuna::layers
