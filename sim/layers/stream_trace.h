/// Reading what the trace of an instruction stream says of its loop (layers/instruction_stream.h).
#pragma once

#include "sim/config/table.h"
#include "sim/layers/instruction_stream.h"

namespace lacuna::layers {

/// Chains and instructions of a stream, so that a slip of a digit is a sentence and not a run of years.
constexpr std::uint64_t most_chains = 65536;
constexpr std::uint64_t most_instructions = std::uint64_t{1} << 40;

/// From the keys instruction, warps, ilp, iterations and seed, of mma.sp metadata, of loads stride_bytes.
/// Throws input_error with file:line for what is missing, unknown or beyond its range.
instruction_stream read_stream(config::table& trace);

}  // namespace lacuna::layers
