/// f16 and bf16: floating-point numbers of 16 bits, IEEE 754's binary16 (5 exponent bits, 10 fraction bits)
/// and the upper half of a binary32 (8 and 7).
///
/// Both are Eigen's. Converting from float rounds to nearest, halves to even, as the instruction cvt.rn does:
/// subnormals and the sign of zero are kept, what is beyond the range becomes infinite, NaN stays NaN (which
/// one is not kept). Converting to float is exact. Their own + and * round after every step, which no tensor
/// core does: tensor_core_dot.h does.
#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "sim/formats/bit_pattern.h"

namespace lacuna::formats {

using f16 = Eigen::half;
using bf16 = Eigen::bfloat16;

inline std::uint16_t bits_of(f16 value) {
    return bit_pattern_as<std::uint16_t>(value);
}
inline std::uint16_t bits_of(bf16 value) {
    return bit_pattern_as<std::uint16_t>(value);
}

}  // namespace lacuna::formats
