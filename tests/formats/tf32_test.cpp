/// Does tf32 hold every number of 8 exponent and 10 fraction bits, and round as cvt.rna.tf32.f32 does?
#include "sim/formats/tf32.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace lacuna::formats {
namespace {

constexpr std::uint32_t infinity_bits = 0x7f800000;
constexpr std::uint32_t step_bits = 1u << 13;

double value_by_definition(std::uint32_t bits) {
    const int sign = bits >> 31 ? -1 : 1;
    const int field = static_cast<int>(bits >> 23 & 255);
    const auto fraction = static_cast<int>(bits >> 13 & 1023);
    if (field == 255)
        return fraction ? std::numeric_limits<double>::quiet_NaN()
                        : sign * std::numeric_limits<double>::infinity();
    if (field == 0) return sign * std::ldexp(fraction, -136);
    return sign * std::ldexp(1024 + fraction, field - 137);
}

TEST(tf32, each_of_the_524288_numbers_has_the_value_of_the_definition_and_stays_itself) {
    for (std::uint32_t upper = 0; upper < 1u << 19; ++upper) {
        const std::uint32_t bits = upper << 13;
        const double defined = value_by_definition(bits);
        const tf32 value = tf32::from_bits(bits);
        const auto as_float = static_cast<float>(value);
        if (std::isnan(defined)) {
            ASSERT_TRUE(std::isnan(as_float)) << bits;
            ASSERT_TRUE(std::isnan(static_cast<float>(tf32(as_float)))) << bits;
            continue;
        }
        ASSERT_EQ(double{as_float}, defined) << bits;
        ASSERT_EQ(value.bits(), bits);
        ASSERT_EQ(tf32(as_float).bits(), bits);
        ASSERT_EQ(tf32::truncated(as_float).bits(), bits);
    }
}

TEST(tf32, every_midpoint_rounds_away_from_zero_and_its_neighbours_to_the_nearer) {
    for (std::uint32_t lower = 0; lower < infinity_bits; lower += step_bits) {
        const double below = value_by_definition(lower);
        const double step = lower + step_bits == infinity_bits
                                ? below - value_by_definition(lower - step_bits)
                                : value_by_definition(lower + step_bits) - below;
        const auto midpoint = static_cast<float>(below + step / 2);
        ASSERT_EQ(double{midpoint}, below + step / 2) << lower;
        for (const float sign : {1.0f, -1.0f}) {
            const std::uint32_t sign_bit = sign < 0 ? 1u << 31 : 0;
            ASSERT_EQ(tf32(sign * midpoint).bits(), sign_bit | (lower + step_bits)) << lower;
            ASSERT_EQ(tf32(sign * std::nextafter(midpoint, 0.0f)).bits(), sign_bit | lower) << lower;
            ASSERT_EQ(tf32::truncated(sign * midpoint).bits(), sign_bit | lower) << lower;
            const float last = std::nextafter(static_cast<float>(below + step), 0.0f);
            ASSERT_EQ(tf32::truncated(sign * last).bits(), sign_bit | lower) << lower;
        }
    }
}

TEST(tf32, known_values) {
    EXPECT_EQ(tf32(1.0f).bits(), 0x3f800000u);
    EXPECT_EQ(tf32(0x1.002p0f).bits(), 0x3f802000u);  // 1 + 2^-11, a half: away from zero
    EXPECT_EQ(tf32(-0x1.002p0f).bits(), 0xbf802000u);
    EXPECT_EQ(tf32(0x1.001ffep0f).bits(), 0x3f800000u);      // just below
    EXPECT_EQ(tf32(0x1.fffffep127f).bits(), infinity_bits);  // the greatest f32 rounds beyond the range
    EXPECT_EQ(tf32::truncated(0x1.fffffep127f).bits(), 0x7f7fe000u);
    EXPECT_EQ(tf32(std::numeric_limits<float>::denorm_min()).bits(), 0u);
    EXPECT_EQ(tf32(-0.0f).bits(), 0x80000000u);
    EXPECT_EQ(tf32().bits(), 0u);
}

TEST(tf32, a_nan_whose_payload_lies_in_the_low_bits_is_still_one) {
    const auto value = bit_pattern_as<float>(0x7f800001u);
    EXPECT_TRUE(std::isnan(static_cast<float>(tf32(value))));
    EXPECT_TRUE(std::isnan(static_cast<float>(tf32::truncated(value))));
}

TEST(tf32, compares_as_a_float) {
    EXPECT_TRUE(tf32(-0.0f) == tf32(0.0f));
    EXPECT_TRUE(tf32(1.0f) != tf32(2.0f));
    const tf32 nan(std::numeric_limits<float>::quiet_NaN());
    EXPECT_FALSE(nan == nan);
}

}  // namespace
}  // namespace lacuna::formats
