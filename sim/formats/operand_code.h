/// The bit pattern of an operand, whatever its type: what a register holds of it, in the low bits.
#pragma once

#include <cstdint>

#include "sim/formats/operand_type.h"
#include "sim/formats/sparse_mma.h"

namespace lacuna::formats {

/// The pattern of the operand nearest to a value, rounded as its type is (float16.h, tf32.h); of integers
/// halves go to even, and what is beyond the range saturates. An integer of NaN is 0.
std::uint32_t operand_code(operand_type type, float value);

/// The value of a pattern; bits above those of the type are ignored.
float operand_value(operand_type type, std::uint32_t code);

/// The value of an accumulator's pattern: f16 in its low 16 bits, f32, or s32.
double accumulator_value(accumulator_type type, std::uint32_t code);

}  // namespace lacuna::formats
