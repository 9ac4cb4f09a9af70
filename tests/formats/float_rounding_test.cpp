/// Does a sum become an f32 by truncation and an f16 by one rounding?
#include "sim/formats/float_rounding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

TEST(float_rounding, truncation_to_f32_goes_towards_zero) {
    EXPECT_EQ(truncated_f32(1 + 0x1p-23), 1 + 0x1p-23f);
    EXPECT_EQ(truncated_f32(1 + 0x1.8p-23), 1 + 0x1p-23f);
    EXPECT_EQ(truncated_f32(1 + 0x1.fffp-23), 1 + 0x1p-23f);
    EXPECT_EQ(truncated_f32(-1 - 0x1.fffp-24), -1.0f);
    EXPECT_EQ(truncated_f32(0x1.8p-149), 0x1p-149f);  // subnormal
    EXPECT_EQ(truncated_f32(-0x1.8p-150), 0.0f);
    EXPECT_TRUE(std::signbit(truncated_f32(-0x1.8p-150)));
    EXPECT_EQ(truncated_f32(0x1.ffffffp127), 0x1.fffffep127f);
    EXPECT_EQ(truncated_f32(0x1p128), infinity);
    EXPECT_EQ(truncated_f32(-0x1p200), -infinity);
    EXPECT_TRUE(std::isnan(truncated_f32(std::nan(""))));
}

TEST(float_rounding, f16_is_rounded_once_where_an_f32_between_would_round_twice) {
    const double midpoint = 1 + 0x1p-11;  // of 1 and the next f16
    EXPECT_EQ(bits_of(nearest_f16(midpoint)), 0x3c00);
    EXPECT_EQ(bits_of(nearest_f16(midpoint + 0x1p-40)), 0x3c01);
    EXPECT_EQ(bits_of(f16(static_cast<float>(midpoint + 0x1p-40))), 0x3c00);  // twice
    EXPECT_EQ(bits_of(nearest_f16(1 + 0x3p-11)), 0x3c02);
    EXPECT_EQ(bits_of(nearest_f16(1 + 0x3p-11 - 0x1p-40)), 0x3c01);
    EXPECT_EQ(bits_of(nearest_f16(-midpoint - 0x1p-40)), 0xbc01);
}

TEST(float_rounding, f16_has_subnormals_infinities_and_nan) {
    EXPECT_EQ(bits_of(nearest_f16(0x1p-25)), 0x0000);
    EXPECT_EQ(bits_of(nearest_f16(0x1p-25 + 0x1p-70)), 0x0001);
    EXPECT_EQ(bits_of(nearest_f16(0x1p-200)), 0x0000);
    EXPECT_EQ(bits_of(nearest_f16(65520)), 0x7c00);
    EXPECT_EQ(bits_of(nearest_f16(65520 - 0x1p-30)), 0x7bff);
    EXPECT_EQ(bits_of(nearest_f16(-1e300)), 0xfc00);
    EXPECT_TRUE(std::isnan(static_cast<float>(nearest_f16(std::nan("")))));
}

/// Rounded by scaling the last place of the result to 1.
double rounded_by_scaling(double value, int fraction_bits, int least_exponent) {
    const int last_place = std::max(std::ilogb(value), least_exponent) - fraction_bits;
    return std::ldexp(std::nearbyint(std::ldexp(value, -last_place)), last_place);
}

TEST(float_rounding, random_sums_round_as_scaling_rounds_them) {
    for (std::uint32_t seed = 0; seed < 20000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const double value = std::ldexp(random(-(1 << 30), 1 << 30) | 1, random(-60, -16));
        EXPECT_EQ(double{static_cast<float>(nearest_f16(value))}, rounded_by_scaling(value, 10, -14));
        const float truncated = truncated_f32(value);
        EXPECT_LE(std::abs(double{truncated}), std::abs(value));
        EXPECT_GT(std::abs(double{std::nextafter(truncated, value > 0 ? infinity : -infinity)}),
                  std::abs(value));
    }
}

}  // namespace
}  // namespace lacuna::formats
