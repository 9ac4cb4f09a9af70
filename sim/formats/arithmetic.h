/// The arithmetic in which an accelerator multiplies weights with activations and accumulates: 32-bit
/// floating point, or fixed point of stated width, fraction bits, rounding and overflow.
#pragma once

#include <cstdint>
#include <string>

#include "sim/formats/fixed_point.h"

namespace lacuna::formats {

/// Weights and activations have the same width; accumulators and outputs have the format of the activations.
/// A product is exact until it is shifted to that format.
struct fixed_point_arithmetic {
    int bits = 16;  ///< 2 to 24
    int weight_fraction_bits = 12;
    int activation_fraction_bits = 8;
    rounding rounds =
        rounding::nearest_even;            ///< of the shifted product; operands are rounded to nearest even
    overflow beyond = overflow::saturate;  ///< of the shifted product and of the sum; operands saturate
};

class arithmetic {
  public:
    /// 32-bit floating point.
    arithmetic() = default;
    explicit arithmetic(const fixed_point_arithmetic& how)
        : is_fixed_(true),
          weights_(how.bits, how.weight_fraction_bits),
          activations_(how.bits, how.activation_fraction_bits),
          how_(how) {}

    bool is_fixed_point() const { return is_fixed_; }
    /// Tells every arithmetic from those that compute otherwise.
    std::string name() const;

    // Each counts an overflow where its result is beyond the range. Operands are finite.

    /// The operand that stands for a weight.
    float weight(float value, std::uint64_t& overflows) const {
        return is_fixed_ ? number_for(value, weights_, rounding::nearest_even, overflow::saturate, overflows)
                         : value;
    }
    /// The operand that stands for an activation; accumulators and outputs have this format too.
    float activation(float value, std::uint64_t& overflows) const {
        return is_fixed_
                   ? number_for(value, activations_, rounding::nearest_even, overflow::saturate, overflows)
                   : value;
    }
    /// The product of two operands, in the format of the accumulators.
    float product(float weight, float activation, std::uint64_t& overflows) const {
        if (!is_fixed_) return weight * activation;
        return number_for(double{weight} * double{activation}, activations_, how_.rounds, how_.beyond,
                          overflows);
    }
    float sum(float accumulated, float product, std::uint64_t& overflows) const {
        if (!is_fixed_) return accumulated + product;
        return number_for(double{accumulated} + double{product}, activations_, how_.rounds, how_.beyond,
                          overflows);
    }

  private:
    static float number_for(double value, const fixed_point& format, rounding rounds, overflow beyond,
                            std::uint64_t& overflows) {
        bool overflowed = false;
        const float number = format.number_for(value, rounds, beyond, overflowed);
        overflows += overflowed;
        return number;
    }

    bool is_fixed_ = false;
    fixed_point weights_{16, 0};
    fixed_point activations_{16, 0};
    fixed_point_arithmetic how_;
};

}  // namespace lacuna::formats
