/// Fixed-point numbers: two's complement of a stated width, with a stated number of fraction bits.
///
/// A number is k / 2^fraction_bits with -2^(bits-1) <= k < 2^(bits-1), and is handed about as the float that
/// equals it, which is exact for up to 24 bits.
#pragma once

#include <cmath>

namespace lacuna::formats {

/// What becomes of a value between two numbers of a format.
enum class rounding {
    nearest_even,  ///< the nearer; of two as near the one whose last bit is 0
    truncate,      ///< the one below, as when bits are shifted out
};

/// What becomes of a value beyond the last number of a format.
enum class overflow {
    saturate,  ///< the last number
    wrap,      ///< the one that the low bits stand for
};

class fixed_point {
  public:
    /// 2 to 24 bits, the sign included.
    fixed_point(int bits, int fraction_bits)
        : steps_in_1_(std::ldexp(1.0, fraction_bits)),
          step_(std::ldexp(1.0, -fraction_bits)),
          end_(std::ldexp(1.0, bits - 1)) {}

    /// The number that stands for a value, which is finite and less than 2^50 steps from 0. Sets `overflowed`
    /// where the value, once rounded, is beyond the range, and leaves it alone otherwise.
    float number_for(double value, rounding rounds, overflow beyond, bool& overflowed) const {
        const double steps = value * steps_in_1_;
        // Two's complement has one zero: the floor of -0 is -0, and 0 beside it gives 0.
        double k = rounds == rounding::truncate ? std::floor(steps) + 0.0 : nearest_even(steps);
        if (k < -end_ || k >= end_) {
            overflowed = true;
            k = beyond == overflow::wrap ? k - 2 * end_ * std::floor((k + end_) / (2 * end_))
                : k < 0                  ? -end_
                                         : end_ - 1;
        }
        return static_cast<float>(k * step_);
    }

  private:
    /// Beside 1.5 x 2^52 a double has no fraction bits: adding it rounds, as the processor does, to nearest
    /// even.
    static double nearest_even(double value) {
        constexpr double without_fraction = 6755399441055744;
        return value + without_fraction - without_fraction;
    }

    double steps_in_1_;
    double step_;
    double end_;  // one step beyond the last number, in steps
};

}  // namespace lacuna::formats
