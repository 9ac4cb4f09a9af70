/// The aligned add of many terms at once, as tensor cores of Ampere do it: every term is shifted to the
/// exponent of the greatest, what falls below 24 fraction bits is cut off, and the rest is added exactly.
///
/// A term is (-1)^negative x significand x 2^(exponent - 24). It is not normalised: that of a product of two
/// numbers is the product of their significands (up to, not including, 4) with the sum of their exponents,
/// that of a subnormal number has the least exponent of its type. The greatest exponent is that of the terms
/// that are not zero.
///
/// Source: Khattak and Mikaitis, "Accurate Models of NVIDIA Tensor Cores", arXiv 2512.07004, Table 3 (A100:
/// one extra alignment bit beyond the 23 of f32, truncation), and their model, MATLAB-tensor-core,
/// Generic_BFMA_TC.m, for what a term's exponent is.
#pragma once

#include <cstdint>

namespace lacuna::formats {

constexpr int alignment_fraction_bits = 24;

struct term {
    bool negative = false;
    int exponent = 0;
    std::uint64_t significand = 0;  ///< below 2^26: 2 bits before the point, 24 behind it
};

/// The sum, exact after truncation; +0 where all terms are zero. Of at most 2^20 terms.
double aligned_sum(const term* terms, int count);

}  // namespace lacuna::formats
