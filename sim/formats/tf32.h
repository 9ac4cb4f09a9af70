/// tf32: the number that a tensor core reads from a 32-bit register: sign, exponent and the upper 10 fraction
/// bits of an f32. It takes a container of 32 bits, whose low 13 are 0.
///
/// Converting from float rounds to nearest, halves away from zero: the one rounding that sm_80 has an
/// instruction for (PTX ISA, cvt.rna.tf32.f32), and what CUTLASS's tfloat32_t does. An f32 handed to the
/// tensor core as it is loses its low 13 bits: truncated(). Subnormals are kept; what rounds beyond the range
/// becomes infinite; NaN stays NaN.
#pragma once

#include <cstdint>

#include "sim/formats/bit_pattern.h"

namespace lacuna::formats {

class tf32 {
  public:
    tf32() = default;
    explicit tf32(float value) : bits_(rounded(bit_pattern_as<std::uint32_t>(value))) {}
    static tf32 truncated(float value) { return from_bits(bit_pattern_as<std::uint32_t>(value)); }
    /// Of a container; its low 13 bits are ignored.
    static tf32 from_bits(std::uint32_t container) {
        tf32 value;
        value.bits_ = container & ~ignored;
        if (is_nan(container)) value.bits_ |= quiet;  // its payload may lie in the ignored bits alone
        return value;
    }

    explicit operator float() const { return bit_pattern_as<float>(bits_); }
    /// The container.
    std::uint32_t bits() const { return bits_; }

    /// As floats compare: -0 equals 0, and NaN nothing.
    bool operator==(const tf32& other) const {
        return static_cast<float>(*this) == static_cast<float>(other);
    }
    bool operator!=(const tf32& other) const { return !(*this == other); }

  private:
    static constexpr std::uint32_t ignored = (1u << 13) - 1;
    static constexpr std::uint32_t infinity = 0x7f800000;
    static constexpr std::uint32_t quiet = 1u << 22;

    static bool is_nan(std::uint32_t bits) { return (bits & 0x7fffffff) > infinity; }
    static std::uint32_t rounded(std::uint32_t bits) {
        if (is_nan(bits)) return from_bits(bits).bits_;
        return (bits + (1u << 12)) &
               ~ignored;  // a carry out of the fraction raises the exponent, as it should
    }

    std::uint32_t bits_ = 0;
};

}  // namespace lacuna::formats
