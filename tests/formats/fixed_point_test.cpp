/// Does every value get the number that integers, shifted and cut, give it?
#include "sim/formats/fixed_point.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/formats/integer_numbers.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

constexpr rounding both_roundings[] = {rounding::nearest_even, rounding::truncate};
constexpr overflow both_overflows[] = {overflow::saturate, overflow::wrap};

const char* name_of(rounding rounds) {
    return rounds == rounding::truncate ? "truncate" : "nearest_even";
}
const char* name_of(overflow beyond) {
    return beyond == overflow::wrap ? "wrap" : "saturate";
}

/// Compares the number for k / 2^places steps with what integers give.
void expect_number(int bits, int fraction_bits, std::int64_t k, int places) {
    const fixed_point format(bits, fraction_bits);
    for (const rounding rounds : both_roundings) {
        for (const overflow beyond : both_overflows) {
            std::uint64_t overflows = 0;
            const std::int64_t expected =
                test::limited(test::shifted(k, places, rounds), bits, beyond, overflows);
            bool overflowed = false;
            const double value = std::ldexp(static_cast<double>(k), -places - fraction_bits);
            const float number = format.number_for(value, rounds, beyond, overflowed);
            ASSERT_EQ(std::ldexp(double{number}, fraction_bits), static_cast<double>(expected))
                << value << " in " << bits << " bits, " << fraction_bits << " of the fraction, "
                << name_of(rounds) << ", " << name_of(beyond);
            ASSERT_EQ(overflowed, overflows == 1) << value << " in " << bits << " bits";
            ASSERT_FALSE(number == 0 && std::signbit(number)) << "integers have one zero";
        }
    }
}

TEST(fixed_point, every_value_of_small_formats_and_twice_their_range_in_eighths_of_a_step) {
    for (int bits = 2; bits <= 7; ++bits) {
        for (const int fraction_bits : {0, 1, 3, 9}) {
            const std::int64_t beyond = std::int64_t{8} << (bits + 1);
            for (std::int64_t k = -beyond; k <= beyond; ++k) expect_number(bits, fraction_bits, k, 3);
        }
    }
}

TEST(fixed_point, random_values_of_wide_formats) {
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        for (const int bits : {16, 24}) {
            for (int left = 2000; left > 0; --left) {
                const int places = random(0, 12);
                const std::int64_t far =
                    std::int64_t{random(-1000000000, 1000000000)} * (std::int64_t{1} << random(0, 10));
                expect_number(bits, random(0, 40), far >> random(0, 24), places);
            }
        }
    }
}

TEST(fixed_point, the_ends_of_every_range_are_numbers_and_the_steps_beyond_are_not) {
    for (int bits = 2; bits <= 24; ++bits) {
        SCOPED_TRACE(bits);
        const std::int64_t end = std::int64_t{1} << (bits - 1);
        for (const std::int64_t around : {-2 * end, -end, std::int64_t{0}, end, 2 * end}) {
            for (std::int64_t k = 4 * around - 9; k <= 4 * around + 9; ++k) expect_number(bits, 8, k, 2);
        }
    }
}

TEST(fixed_point, values_as_far_as_the_products_of_24_bits_wrap_to_their_low_bits) {
    for (std::int64_t near = -5; near <= 5; ++near) {
        expect_number(24, 0, (std::int64_t{1} << 46) + near, 0);
        expect_number(24, 0, -(std::int64_t{1} << 50) + 5 + near, 0);
    }
}

struct hand_case {
    double steps;
    double nearest_even;
    double truncated;
};

TEST(fixed_point, values_between_two_numbers_by_hand) {
    const fixed_point format(8, 4);
    const hand_case cases[] = {
        {16.25, 16, 16},    {16.5, 16, 16},    {17.5, 18, 17},  {17.75, 18, 17},    {0.5, 0, 0},
        {-0.25, 0, -1},     {-0.5, 0, -1},     {-1.5, -2, -2},  {-16.5, -16, -17},  {-17.5, -18, -18},
        {-17.25, -17, -18}, {126.5, 126, 126}, {127, 127, 127}, {-128, -128, -128},
    };
    for (const hand_case& each : cases) {
        SCOPED_TRACE(each.steps);
        bool overflowed = false;
        for (const overflow beyond : both_overflows) {
            EXPECT_EQ(format.number_for(each.steps / 16, rounding::nearest_even, beyond, overflowed),
                      each.nearest_even / 16);
            EXPECT_EQ(format.number_for(each.steps / 16, rounding::truncate, beyond, overflowed),
                      each.truncated / 16);
        }
        EXPECT_FALSE(overflowed);
    }
}

TEST(fixed_point, values_beyond_the_range_by_hand) {
    const fixed_point format(8, 4);
    const auto expect = [&](double steps, rounding rounds, double saturated, double wrapped) {
        SCOPED_TRACE(testing::Message() << steps << " steps, " << name_of(rounds));
        for (const overflow beyond : both_overflows) {
            bool overflowed = false;
            EXPECT_EQ(format.number_for(steps / 16, rounds, beyond, overflowed),
                      (beyond == overflow::wrap ? wrapped : saturated) / 16);
            EXPECT_TRUE(overflowed);
        }
    };
    expect(127.5, rounding::nearest_even, 127, -128);
    expect(128, rounding::truncate, 127, -128);
    expect(-128.75, rounding::nearest_even, -128, 127);
    expect(-128.25, rounding::truncate, -128, 127);
    expect(256, rounding::truncate, 127, 0);
    expect(-256, rounding::nearest_even, -128, 0);
    expect(300, rounding::nearest_even, 127, 44);
    expect(-300, rounding::nearest_even, -128, -44);
}

TEST(fixed_point, a_value_is_beyond_the_range_only_once_it_is_rounded) {
    const fixed_point format(8, 4);
    bool overflowed = false;
    EXPECT_EQ(format.number_for(127.75 / 16, rounding::truncate, overflow::wrap, overflowed), 127.0 / 16);
    EXPECT_EQ(format.number_for(-128.5 / 16, rounding::nearest_even, overflow::wrap, overflowed), -8);
    EXPECT_FALSE(overflowed);
}

TEST(fixed_point, a_value_within_the_range_leaves_the_flag_of_another_alone) {
    const fixed_point format(8, 4);
    bool overflowed = true;
    format.number_for(1, rounding::truncate, overflow::wrap, overflowed);
    EXPECT_TRUE(overflowed);
}

TEST(fixed_point, the_largest_floats_saturate) {
    const float largest = std::numeric_limits<float>::max();
    for (const int fraction_bits : {0, 8, 40}) {
        const fixed_point format(24, fraction_bits);
        for (const rounding rounds : both_roundings) {
            bool overflowed = false;
            EXPECT_EQ(format.number_for(largest, rounds, overflow::saturate, overflowed),
                      std::ldexp(8388607.0f, -fraction_bits));
            EXPECT_EQ(format.number_for(-largest, rounds, overflow::saturate, overflowed),
                      std::ldexp(-8388608.0f, -fraction_bits));
            EXPECT_TRUE(overflowed);
        }
    }
}

}  // namespace
}  // namespace lacuna::formats
