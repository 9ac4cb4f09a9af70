/// D = A x B + C of one instruction mma or mma.sp, in the arithmetic of the boxes: every k-step, 128 bits of
/// a kept row of A, is one aligned add with the accumulator (pipeline_numerics.h), step after step.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/mma.h"
#include "sim/layers/instruction_stream.h"

namespace lacuna::sparse_tensor_core {

/// Products of a k-step for each element of D: 8 of 16-bit types, 4 of tf32, 16 of s8, 32 of s4.
int products_per_step(formats::operand_type type);

/// Bit patterns: C and D are m x n, row-major. The metadata has legal nibbles only.
std::vector<std::uint32_t> multiply_accumulate(const formats::mma& instruction,
                                               const layers::mma_operands& operands,
                                               const std::vector<std::uint32_t>& c);

}  // namespace lacuna::sparse_tensor_core
