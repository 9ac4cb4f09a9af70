/// Are f16 and bf16, which a library gives, IEEE 754's binary16 and the upper half of binary32, every pattern
/// and every rounding?
#include "sim/formats/float16.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace lacuna::formats {
namespace {

struct format {
    int exponent_bits;
    int fraction_bits;
};

/// The value of a bit pattern by the definition of the format, in double.
double value_by_definition(const format& of, unsigned bits) {
    const int sign = bits >> 15 & 1 ? -1 : 1;
    const int field = static_cast<int>(bits >> of.fraction_bits & ((1u << of.exponent_bits) - 1));
    const auto fraction = static_cast<int>(bits & ((1u << of.fraction_bits) - 1));
    const int bias = (1 << (of.exponent_bits - 1)) - 1;
    if (field == (1 << of.exponent_bits) - 1)
        return fraction ? std::numeric_limits<double>::quiet_NaN()
                        : sign * std::numeric_limits<double>::infinity();
    if (field == 0) return sign * std::ldexp(fraction, 1 - bias - of.fraction_bits);
    return sign * std::ldexp((1 << of.fraction_bits) + fraction, field - bias - of.fraction_bits);
}

template <class Value>
constexpr format format_of = {};
template <>
constexpr format format_of<f16> = {5, 10};
template <>
constexpr format format_of<bf16> = {8, 7};

template <class Value>
Value from_bits(unsigned bits) {
    return bit_pattern_as<Value>(static_cast<std::uint16_t>(bits));
}

/// Of the first pattern that is no finite positive number: infinity.
template <class Value>
constexpr unsigned infinity_bits = ((1u << format_of<Value>.exponent_bits) - 1)
                                   << format_of<Value>.fraction_bits;

template <class Value>
class sixteen_bits : public testing::Test {};
using value_types = testing::Types<f16, bf16>;
TYPED_TEST_SUITE(sixteen_bits, value_types);

TYPED_TEST(sixteen_bits, each_of_the_65536_patterns_has_the_value_of_the_definition) {
    for (unsigned bits = 0; bits < 65536; ++bits) {
        const double defined = value_by_definition(format_of<TypeParam>, bits);
        const float value = static_cast<float>(from_bits<TypeParam>(bits));
        ASSERT_EQ(std::isnan(value), std::isnan(defined)) << bits;
        if (std::isnan(defined)) continue;
        ASSERT_EQ(double{value}, defined) << bits;
        ASSERT_EQ(std::signbit(value), std::signbit(defined)) << bits;
    }
}

TYPED_TEST(sixteen_bits, each_pattern_comes_back_from_its_float_nan_as_nan) {
    for (unsigned bits = 0; bits < 65536; ++bits) {
        const auto value = static_cast<float>(from_bits<TypeParam>(bits));
        const TypeParam again(value);
        if (std::isnan(value))
            ASSERT_TRUE(std::isnan(static_cast<float>(again))) << bits;
        else
            ASSERT_EQ(bits_of(again), bits) << bits;
    }
}

/// The patterns of the floats before, on and behind the midpoint of two neighbours, the upper of which may be
/// the infinity: there the midpoint is that of the last finite value and the power of two beyond it.
TYPED_TEST(sixteen_bits, every_midpoint_rounds_to_the_even_pattern_and_its_neighbours_to_the_nearer) {
    for (unsigned lower = 0; lower < infinity_bits<TypeParam>; ++lower) {
        const double below = value_by_definition(format_of<TypeParam>, lower);
        const double step = lower + 1 == infinity_bits<TypeParam>
                                ? below - value_by_definition(format_of<TypeParam>, lower - 1)
                                : value_by_definition(format_of<TypeParam>, lower + 1) - below;
        const auto midpoint = static_cast<float>(below + step / 2);
        ASSERT_EQ(double{midpoint}, below + step / 2) << lower;
        const unsigned even = lower % 2 == 0 ? lower : lower + 1;
        for (const float sign : {1.0f, -1.0f}) {
            const unsigned sign_bit = sign < 0 ? 0x8000 : 0;
            ASSERT_EQ(bits_of(TypeParam(sign * midpoint)), sign_bit | even) << lower;
            ASSERT_EQ(bits_of(TypeParam(sign * std::nextafter(midpoint, 0.0f))), sign_bit | lower) << lower;
            ASSERT_EQ(
                bits_of(TypeParam(sign * std::nextafter(midpoint, std::numeric_limits<float>::infinity()))),
                sign_bit | (lower + 1))
                << lower;
        }
    }
}

TEST(f16, known_values) {
    EXPECT_EQ(bits_of(f16(1.0f)), 0x3c00);
    EXPECT_EQ(bits_of(f16(-2.0f)), 0xc000);
    EXPECT_EQ(bits_of(f16(65504.0f)), 0x7bff);    // the greatest
    EXPECT_EQ(bits_of(f16(65519.996f)), 0x7bff);  // rounds back
    EXPECT_EQ(bits_of(f16(65520.0f)), 0x7c00);    // the midpoint to 65536: infinite
    EXPECT_EQ(bits_of(f16(0x1p-24f)), 0x0001);    // the least subnormal
    EXPECT_EQ(bits_of(f16(0x1p-25f)), 0x0000);    // half of it: to even
    EXPECT_EQ(bits_of(f16(0x1.000002p-25f)), 0x0001);
    EXPECT_EQ(bits_of(f16(0x1.ff8p-15f)), 0x03ff);  // the greatest subnormal
    EXPECT_EQ(bits_of(f16(0x1.ffcp-15f)), 0x0400);  // to the least normal number
    EXPECT_EQ(bits_of(f16(-0.0f)), 0x8000);
}

TEST(bf16, known_values) {
    EXPECT_EQ(bits_of(bf16(1.0f)), 0x3f80);
    EXPECT_EQ(bits_of(bf16(0x1.01p0f)), 0x3f80);  // halves to even
    EXPECT_EQ(bits_of(bf16(0x1.03p0f)), 0x3f82);
    EXPECT_EQ(bits_of(bf16(0x1.fep127f)), 0x7f7f);  // the greatest
    EXPECT_EQ(bits_of(bf16(0x1.fffffep127f)), 0x7f80);
    EXPECT_EQ(bits_of(bf16(0x1p-133f)), 0x0001);  // the least subnormal
    EXPECT_EQ(bits_of(bf16(0x1p-134f)), 0x0000);
}

}  // namespace
}  // namespace lacuna::formats
