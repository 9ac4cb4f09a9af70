/// Does fixed-point arithmetic give what integers give, and floating point what the processor gives?
#include "sim/formats/arithmetic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "tests/formats/integer_numbers.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

/// The same arithmetic in integers: products keep all bits until they are shifted.
struct integer_arithmetic {
    fixed_point_arithmetic how;

    std::int64_t product(std::int64_t weight, std::int64_t activation, std::uint64_t& overflows) const {
        return test::limited(test::shifted(weight * activation, how.weight_fraction_bits, how.rounds),
                             how.bits, how.beyond, overflows);
    }
    std::int64_t sum(std::int64_t accumulated, std::int64_t product, std::uint64_t& overflows) const {
        return test::limited(accumulated + product, how.bits, how.beyond, overflows);
    }
};

float number(std::int64_t k, int fraction_bits) {
    return std::ldexp(static_cast<float>(k), -fraction_bits);
}

/// Both roundings with both overflows.
std::vector<fixed_point_arithmetic> variants(int bits, int weight_fraction_bits,
                                             int activation_fraction_bits) {
    std::vector<fixed_point_arithmetic> all;
    for (const rounding rounds : {rounding::nearest_even, rounding::truncate}) {
        for (const overflow beyond : {overflow::saturate, overflow::wrap})
            all.push_back({bits, weight_fraction_bits, activation_fraction_bits, rounds, beyond});
    }
    return all;
}

testing::Message text_of(const fixed_point_arithmetic& how) {
    return testing::Message() << how.bits << " bits, fractions of " << how.weight_fraction_bits << " and "
                              << how.activation_fraction_bits << ", "
                              << (how.rounds == rounding::truncate ? "truncate" : "nearest_even") << ", "
                              << (how.beyond == overflow::wrap ? "wrap" : "saturate");
}

/// Compares product and sum of two operands, given in steps of their formats, with those of integers.
void expect_as_integers(const fixed_point_arithmetic& how, std::int64_t a, std::int64_t b) {
    const arithmetic computes(how);
    const integer_arithmetic integers{how};
    std::uint64_t overflows = 0;
    std::uint64_t expected_overflows = 0;
    const float product = computes.product(number(a, how.weight_fraction_bits),
                                           number(b, how.activation_fraction_bits), overflows);
    ASSERT_EQ(product, number(integers.product(a, b, expected_overflows), how.activation_fraction_bits))
        << a << " x " << b;
    ASSERT_FALSE(product == 0 && std::signbit(product)) << a << " x " << b << ": integers have one zero";
    ASSERT_EQ(overflows, expected_overflows) << a << " x " << b;
    const float sum = computes.sum(number(a, how.activation_fraction_bits),
                                   number(b, how.activation_fraction_bits), overflows);
    ASSERT_EQ(sum, number(integers.sum(a, b, expected_overflows), how.activation_fraction_bits))
        << a << " + " << b;
    ASSERT_EQ(overflows, expected_overflows) << a << " + " << b;
}

TEST(fixed_point_arithmetic, every_pair_of_operands_of_6_bits) {
    for (const int weight_fraction_bits : {0, 1, 4, 9}) {
        for (const int activation_fraction_bits : {0, 3, 7}) {
            for (const auto& how : variants(6, weight_fraction_bits, activation_fraction_bits)) {
                SCOPED_TRACE(text_of(how));
                for (std::int64_t a = -32; a < 32; ++a) {
                    for (std::int64_t b = -32; b < 32; ++b) expect_as_integers(how, a, b);
                }
            }
        }
    }
}

TEST(fixed_point_arithmetic, random_pairs_of_operands_of_16_and_24_bits) {
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        for (const int bits : {16, 24}) {
            const int end = 1 << (bits - 1);
            const auto operand = [&]() -> std::int64_t {
                const int near = random(0, 4);
                const int magnitude = random(0, bits - 1);  // small ones and large ones
                return near == 0   ? -end + random(0, 2)
                       : near == 1 ? end - 1 - random(0, 2)
                                   : random(-end, end - 1) >> magnitude;
            };
            const int weight_fraction_bits = random(0, bits - 1);
            for (const auto& how : variants(bits, weight_fraction_bits, random(0, bits - 1))) {
                SCOPED_TRACE(text_of(how));
                for (int left = 500; left > 0; --left) {
                    const std::int64_t a = operand();
                    expect_as_integers(how, a, operand());
                }
            }
        }
    }
}

TEST(fixed_point_arithmetic, long_sums_overflow_as_often_as_those_of_integers) {
    std::uint64_t overflows_of_all = 0;
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        for (const auto& how : variants(16, 12, 8)) {
            SCOPED_TRACE(text_of(how));
            const arithmetic computes(how);
            const integer_arithmetic integers{how};
            float sum = 0;
            std::int64_t expected = 0;
            std::uint64_t overflows = 0;
            std::uint64_t expected_overflows = 0;
            for (int left = 300; left > 0; --left) {
                const int weight = random(-20000, 20000);
                const int activation = random(-20000, 20000);
                sum = computes.sum(
                    sum, computes.product(number(weight, 12), number(activation, 8), overflows), overflows);
                expected = integers.sum(expected, integers.product(weight, activation, expected_overflows),
                                        expected_overflows);
                ASSERT_EQ(sum, number(expected, 8));
            }
            EXPECT_EQ(overflows, expected_overflows);
            overflows_of_all += overflows;
        }
    }
    EXPECT_GT(overflows_of_all, 0u) << "sums that never overflow would show nothing";
}

TEST(fixed_point_arithmetic, products_and_sums_by_hand) {
    std::uint64_t overflows = 0;
    const arithmetic nearest(fixed_point_arithmetic{});
    EXPECT_TRUE(nearest.is_fixed_point());
    const float step = 1.0f / 256;
    EXPECT_EQ(nearest.product(0.5f, 3, overflows), 1.5f);
    EXPECT_EQ(nearest.product(0.5f, step, overflows), 0) << "of two as near the even one";
    EXPECT_EQ(nearest.product(1.5f, step, overflows), 2 * step);
    EXPECT_EQ(nearest.product(-1.5f, step, overflows), -2 * step);
    EXPECT_EQ(nearest.product(-2.5f, step, overflows), -2 * step);
    EXPECT_EQ(nearest.sum(100, 27.99609375f, overflows), 127.99609375f);
    EXPECT_EQ(nearest.sum(-100, -28, overflows), -128);
    EXPECT_EQ(overflows, 0u);
    EXPECT_EQ(nearest.sum(100, 28, overflows), 127.99609375f);
    EXPECT_EQ(nearest.product(-8, 100, overflows), -128);
    EXPECT_EQ(overflows, 2u);

    const arithmetic shifted({16, 12, 8, rounding::truncate, overflow::wrap});
    overflows = 0;
    EXPECT_EQ(shifted.product(0.5f, step, overflows), 0);
    EXPECT_EQ(shifted.product(-0.5f, step, overflows), -step);
    EXPECT_EQ(overflows, 0u);
    EXPECT_EQ(shifted.sum(100, 28, overflows), -128);
    EXPECT_EQ(shifted.product(-8, 100, overflows), -32) << "-800 is -32 beside three times 256";
    EXPECT_EQ(overflows, 2u);
}

TEST(fixed_point_arithmetic, operands_are_rounded_to_nearest_even_and_saturate_whatever_becomes_of_products) {
    for (const auto& how : variants(8, 6, 2)) {
        SCOPED_TRACE(text_of(how));
        const arithmetic computes(how);
        std::uint64_t overflows = 0;
        EXPECT_EQ(computes.weight(0.5f / 64, overflows), 0);
        EXPECT_EQ(computes.weight(-1.5f / 64, overflows), -2.0f / 64);
        EXPECT_EQ(computes.activation(0.375f, overflows), 0.5f);
        EXPECT_EQ(computes.activation(-0.625f, overflows), -0.5f);
        EXPECT_EQ(computes.activation(31.75f, overflows), 31.75f);
        EXPECT_EQ(computes.weight(-2, overflows), -2);
        EXPECT_EQ(overflows, 0u);
        EXPECT_EQ(computes.weight(2, overflows), 127.0f / 64);
        EXPECT_EQ(computes.weight(-1e30f, overflows), -2);
        EXPECT_EQ(computes.activation(31.875f, overflows), 31.75f);
        EXPECT_EQ(computes.activation(-33, overflows), -32);
        EXPECT_EQ(overflows, 4u);
    }
}

TEST(float_arithmetic, is_that_of_the_processor_to_the_bit) {
    const arithmetic computes;
    EXPECT_FALSE(computes.is_fixed_point());
    const auto same = [](float a, float b) { return std::memcmp(&a, &b, sizeof a) == 0; };
    std::uint64_t overflows = 7;
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        for (int left = 1000; left > 0; --left) {
            const float a = std::ldexp(static_cast<float>(random(-9999999, 9999999)), random(-140, 100));
            const float b = std::ldexp(static_cast<float>(random(-9999999, 9999999)), random(-140, 100));
            ASSERT_TRUE(same(computes.weight(a, overflows), a));
            ASSERT_TRUE(same(computes.activation(a, overflows), a));
            ASSERT_TRUE(same(computes.product(a, b, overflows), a * b)) << a << " x " << b;
            ASSERT_TRUE(same(computes.sum(a, b, overflows), a + b)) << a << " + " << b;
        }
    }
    EXPECT_TRUE(same(computes.product(-1, 0, overflows), -0.0f));
    const float largest = std::numeric_limits<float>::max();
    EXPECT_TRUE(std::isinf(computes.sum(largest, largest, overflows)));
    EXPECT_EQ(overflows, 7u) << "floating point counts none";
}

}  // namespace
}  // namespace lacuna::formats
