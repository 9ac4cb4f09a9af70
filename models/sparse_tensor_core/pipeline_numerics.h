/// The arithmetic of the boxes of a sub-core, as plain functions: operands taken apart, exact products, and
/// the aligned add of the products of a k-step with an accumulator. Integers throughout.
///
/// It is what formats/tensor_core_dot.h describes, written a second time so that one may check the other;
/// that header names the source. Bits above those of a type are ignored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "sim/formats/sparse_mma.h"

namespace lacuna::sparse_tensor_core {

enum class number_class : std::uint8_t { finite = 0, infinite = 1, nan = 2 };

/// An operand: significand x 2^(exponent - 12); of an integer type the significand is the integer.
struct decoded {
    std::int32_t significand = 0;  ///< with its sign; of infinity 1 or -1
    /// That of a subnormal number is the least of its type; that of zero lies far below all others, so that
    /// no sum is aligned by it.
    std::int16_t exponent = 0;
    number_class what = number_class::finite;
};

decoded decode(formats::operand_type type, std::uint32_t bits);
/// Of so many patterns.
void decode(formats::operand_type type, const std::uint32_t* bits, std::size_t count, decoded* to);

/// A product, or an accumulator beside products: significand x 2^(exponent - 24); of integers the
/// significand.
struct product_term {
    std::int32_t significand = 0;  ///< below 2^26 as a magnitude; of infinity 1 or -1
    std::int16_t exponent = 0;
    number_class what = number_class::finite;
};

/// What a product with an infinity or NaN is.
product_term multiply_not_finite(const decoded& a, const decoded& b);

/// Exact.
inline product_term multiply(const decoded& a, const decoded& b) {
    if (a.what != number_class::finite || b.what != number_class::finite) return multiply_not_finite(a, b);
    return {a.significand * b.significand, static_cast<std::int16_t>(a.exponent + b.exponent),
            number_class::finite};
}

/// An accumulator f16 or f32 as the term that it is beside products.
product_term accumulator_term(formats::accumulator_type type, std::uint32_t bits);

/// The part of a finite term that is added where `greatest` is the greatest exponent: cut off towards zero
/// below the 24 places of that exponent.
inline std::int32_t aligned(std::int32_t significand, int exponent, int greatest) {
    const int shift = greatest - exponent;
    const std::int32_t cut_off = std::abs(significand) >> (shift < 31 ? shift : 31);
    return significand < 0 ? -cut_off : cut_off;
}

/// The bit pattern of the accumulator f16 or f32 that sum x 2^(exponent - 24) becomes.
std::uint32_t accumulator_of(formats::accumulator_type type, std::int32_t sum, int exponent);

/// The bit pattern of accumulator + the products, n at most 8 of floats: all are shifted to the greatest
/// exponent among them, cut off towards zero below 24 fraction bits, and added exactly. The sum is cut off to
/// f32, or rounded to nearest, halves to even, to f16; s32 wraps.
std::uint32_t aligned_add(const product_term* products, int n, std::uint32_t accumulator,
                          formats::accumulator_type type);

}  // namespace lacuna::sparse_tensor_core
