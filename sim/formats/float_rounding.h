/// How a sum becomes an accumulator of a tensor core: truncated to f32, or rounded to f16.
#pragma once

#include "sim/formats/float16.h"

namespace lacuna::formats {

/// The f32 next to the value on the way to zero, subnormals included; infinite from 2^128.
float truncated_f32(double value);

/// The f16 nearest to the value, halves to even, in one rounding: by way of a nearest f32 there would be two.
f16 nearest_f16(double value);

}  // namespace lacuna::formats
