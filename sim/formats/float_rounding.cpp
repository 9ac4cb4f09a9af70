#include "sim/formats/float_rounding.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/formats/bit_pattern.h"

namespace lacuna::formats {

float truncated_f32(double value) {
    using limits = std::numeric_limits<float>;
    const double magnitude = std::abs(value);
    float truncated;
    if (magnitude > limits::max()) {
        truncated = magnitude < 0x1p128 ? limits::max() : limits::infinity();
    } else {
        truncated = static_cast<float>(magnitude);
        if (truncated > magnitude) truncated = std::nextafter(truncated, 0.0f);
    }
    return static_cast<float>(std::copysign(truncated, value));
}

f16 nearest_f16(double value) {
    const float truncated = truncated_f32(value);
    if (double{truncated} == value || !std::isfinite(truncated)) return f16(truncated);
    // An f32 has so many more bits than an f16 that the last may stand for all that was cut off: what lay
    // beside a midpoint stays beside it.
    return f16(bit_pattern_as<float>(bit_pattern_as<std::uint32_t>(truncated) | 1));
}

}  // namespace lacuna::formats
