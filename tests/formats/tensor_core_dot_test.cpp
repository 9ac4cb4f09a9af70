/// Does the tensor core's arithmetic add as measured: blocks, alignment, truncation, rounding, wrapping?
#include "sim/formats/tensor_core_dot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/formats/aligned_sum.h"
#include "sim/formats/operand_value.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

/// The products a[i] x b[i].
struct factors {
    float a, b;
};

template <class Operand, class Accumulator>
Accumulator dot(const std::vector<factors>& products, Accumulator accumulator) {
    std::vector<Operand> a, b;
    for (const factors& each : products) {
        a.push_back(Operand(each.a));
        b.push_back(Operand(each.b));
    }
    return tensor_core_dot(a.data(), b.data(), a.size(), accumulator);
}

/// A product of 2^exponent.
factors power(int exponent) {
    return {std::ldexp(1.0f, exponent / 2), std::ldexp(1.0f, exponent - exponent / 2)};
}

factors minus(const factors& product) {
    return {-product.a, product.b};
}

std::vector<factors> times(std::size_t count, const factors& product) {
    return std::vector(count, product);
}

TEST(tensor_core_dot, one_bit_below_the_last_of_f32_takes_part_in_the_add) {
    // Beside 1, 2^-24 lies in the one extra bit: two of them reach the last bit of f32, one is cut off at the
    // end.
    EXPECT_EQ(dot<f16>(times(1, power(-24)), 1.0f), 1.0f);
    EXPECT_EQ(dot<f16>(times(2, power(-24)), 1.0f), 1 + 0x1p-23f);
    EXPECT_EQ(dot<f16>(times(3, power(-24)), 1.0f), 1 + 0x1p-23f);
    EXPECT_EQ(dot<f16>(times(4, power(-24)), 1.0f), 1 + 0x1p-22f);
}

TEST(tensor_core_dot, what_lies_below_the_extra_bit_is_cut_off_before_the_add) {
    EXPECT_EQ(dot<f16>(times(8, power(-25)), 1.0f), 1.0f);  // exact: 1 + 2^-22
    EXPECT_EQ(dot<bf16>(times(8, power(-25)), 1.0f), 1.0f);
    EXPECT_EQ(dot<tf32>(times(4, power(-25)), 1.0f), 1.0f);
    // 1.5 x 2^-24 loses its half: two of them are 2^-23, not 1.5 x 2^-23
    EXPECT_EQ(dot<f16>(times(4, {0x1.8p-12f, 0x1p-12f}), 1.0f), 1 + 0x1p-22f);
}

TEST(tensor_core_dot, magnitudes_are_cut_off_towards_zero) {
    EXPECT_EQ(dot<f16>({minus(power(-25))}, 1.0f), 1.0f);          // not 1 - 2^-24, as flooring would give
    EXPECT_EQ(dot<f16>({minus(power(-24))}, 1.0f), 1 - 0x1p-24f);  // fits: below 1 the last bit is 2^-24
    EXPECT_EQ(dot<f16>({minus(power(-24))}, -1.0f), -1.0f);        // -1 - 2^-24, cut off at the end
    EXPECT_EQ(dot<f16>({minus(power(-25))}, -1.0f), -1.0f);
}

TEST(tensor_core_dot, a_product_of_2_or_more_is_aligned_by_the_sum_of_its_exponents) {
    // 1.5 x 1.5 = 2.25 counts as 2.25 x 2^0, so 2^-24 beside it is not lost; normalised, as 1.125 x 2^1, it
    // would be.
    std::vector<factors> products = times(4, power(-24));
    products.push_back({1.5f, 1.5f});
    EXPECT_EQ(dot<f16>(products, 0.0f), 2.25f + 0x1p-22f);
    // As an accumulator 2.25 is 1.125 x 2^1.
    EXPECT_EQ(dot<f16>(times(4, power(-24)), 2.25f), 2.25f);
}

TEST(tensor_core_dot, the_order_inside_a_block_does_not_matter_and_cancellation_is_exact) {
    std::vector<factors> products = {power(10),         minus(power(10)), power(-12), {3, 5},
                                     minus(power(-13)), {-3, 5},          power(-14), power(-14)};
    std::sort(products.begin(), products.end(), [](auto& x, auto& y) { return x.a * x.b < y.a * y.b; });
    do EXPECT_EQ(dot<f16>(products, 0.0f), 0x1p-12f);
    while (std::next_permutation(products.begin(), products.begin() + 5,
                                 [](auto& x, auto& y) { return x.a * x.b < y.a * y.b; }));
    // 2^10 hides what lies below 2^-14 for good, even where it cancels.
    EXPECT_EQ(dot<f16>({power(10), power(-15), minus(power(10))}, 0.0f), 0.0f);
    EXPECT_EQ(dot<f16>({power(10), power(-14), minus(power(10))}, 0.0f), 0x1p-14f);
}

TEST(tensor_core_dot, eight_products_make_a_block_and_four_of_tf32) {
    EXPECT_EQ(products_per_add(operand_type::f16), 8);
    EXPECT_EQ(products_per_add(operand_type::bf16), 8);
    EXPECT_EQ(products_per_add(operand_type::tf32), 4);
    // Two products of 2^-24 beside 1 count where they share a block, and are cut off one by one where they do
    // not.
    std::vector<factors> products(16, factors{0, 0});
    products[6] = products[7] = power(-24);
    EXPECT_EQ(dot<f16>(products, 1.0f), 1 + 0x1p-23f);
    EXPECT_EQ(dot<bf16>(products, 1.0f), 1 + 0x1p-23f);
    EXPECT_EQ(dot<tf32>(products, 1.0f), 1 + 0x1p-23f);
    products[6] = {0, 0};
    products[8] = power(-24);
    EXPECT_EQ(dot<f16>(products, 1.0f), 1.0f);
    EXPECT_EQ(dot<bf16>(products, 1.0f), 1.0f);
    products[8] = {0, 0};
    products[3] = power(-24);
    EXPECT_EQ(dot<f16>(products, 1.0f), 1 + 0x1p-23f);
    EXPECT_EQ(dot<tf32>(products, 1.0f), 1.0f);
}

TEST(tensor_core_dot, f16_accumulators_round_to_nearest_halves_to_even_after_every_block) {
    EXPECT_EQ(dot<f16>({{1, 1}}, f16(2048)), f16(2048));  // 2049: half of the last place, which is 2
    EXPECT_EQ(dot<f16>({{3, 1}}, f16(2048)), f16(2052));  // 2051
    EXPECT_EQ(dot<f16>({{1, 1}, power(-13)}, f16(2048)),
              f16(2050));  // more than half, in the last of 24 bits
    EXPECT_EQ(dot<f16>({{1, 1}, power(-14)}, f16(2048)), f16(2048));  // cut off, so half
    std::vector<factors> products(9, factors{0, 0});
    products[7] = products[8] = {1, 1};
    EXPECT_EQ(dot<f16>(products, f16(2048)), f16(2048));  // twice half
    products[6] = {1, 1};
    products[8] = {0, 0};
    EXPECT_EQ(dot<f16>(products, f16(2048)), f16(2050));
}

TEST(tensor_core_dot, subnormal_operands_accumulators_and_results_count) {
    EXPECT_EQ(dot<f16>({power(-48)}, 0.0f), 0x1p-48f);  // both factors the least of f16
    EXPECT_EQ(dot<bf16>({{0x1p-133f, 0x1p-16f}}, 0.0f), 0x1p-149f);
    EXPECT_EQ(dot<bf16>({{0x1p-133f, 0x1.8p-16f}}, 0.0f), 0x1p-149f);  // cut off in the subnormal range
    EXPECT_EQ(dot<bf16>({{0x1p-133f, 0x1p-133f}}, 0.0f), 0.0f);
    EXPECT_EQ(dot<tf32>({{0x1p-136f, 1}}, 0x1p-149f), 0x1p-136f + 0x1p-149f);
    EXPECT_EQ(dot<f16>({power(-24)}, f16(0x1p-24f)), f16(0x1p-23f));
    EXPECT_EQ(dot<f16>({power(-25)}, f16(0.0f)), f16(0.0f));                  // half the least: to even
    EXPECT_EQ(dot<f16>({{0x1p-12f, 0x1.8p-12f}}, f16(0.0f)), f16(0x1p-23f));  // 1.5 of the least: to even
}

TEST(tensor_core_dot, sums_beyond_the_range_are_infinite) {
    EXPECT_EQ(dot<bf16>({{0x1p127f, 2}}, 0.0f), infinity);
    EXPECT_EQ(dot<bf16>({{-0x1p127f, 0x1p127f}}, 0.0f), -infinity);
    EXPECT_EQ(dot<bf16>({{0x1p127f, 4}, {-0x1p127f, 4}}, 1.0f), 0.0f);  // the sum alone counts
    EXPECT_EQ(dot<f16>({{256, 256}}, f16(0.0f)), f16(infinity));
    EXPECT_EQ(dot<f16>({{16, 1}}, f16(65504)), f16(infinity));  // 65520, the midpoint
    EXPECT_EQ(dot<f16>({{15, 1}}, f16(65504)), f16(65504));
    EXPECT_EQ(dot<f16>(times(9, {256, 256}), f16(0.0f)), f16(infinity));  // and stays so
}

TEST(tensor_core_dot, infinities_and_nan_give_what_exact_arithmetic_gives) {
    EXPECT_EQ(dot<f16>({{infinity, 2}, {1, 1}}, 1.0f), infinity);
    EXPECT_EQ(dot<f16>({{infinity, -2}}, 1.0f), -infinity);
    EXPECT_EQ(dot<f16>({{1, 1}}, -infinity), -infinity);
    EXPECT_TRUE(std::isnan(dot<f16>({{infinity, 0}}, 1.0f)));
    EXPECT_TRUE(std::isnan(dot<f16>({{infinity, 1}, {-infinity, 1}}, 1.0f)));
    EXPECT_TRUE(std::isnan(dot<tf32>({{infinity, 1}}, -infinity)));
    EXPECT_TRUE(std::isnan(dot<bf16>({{nan, 0}}, 1.0f)));
    EXPECT_TRUE(std::isnan(dot<f16>({{0, 0}}, nan)));
    EXPECT_EQ(dot<bf16>({{infinity, 1}, {-0x1p127f, 0x1p127f}}, 0.0f),
              infinity);  // the finite product is no infinity
}

TEST(tensor_core_dot, sums_of_zero_are_positive_zero) {
    for (const float zero :
         {dot<f16>({}, 0.0f), dot<f16>({{0, -1}}, -0.0f), dot<f16>({{1, 1}, {-1, 1}}, 0.0f)}) {
        EXPECT_EQ(zero, 0.0f);
        EXPECT_FALSE(std::signbit(zero));
    }
    EXPECT_EQ(bits_of(dot<f16>({{1, 1}}, f16(-1.0f))), 0);
}

TEST(tensor_core_dot, no_products_leave_the_accumulator) {
    EXPECT_EQ(dot<f16>({}, 3.25f), 3.25f);
    EXPECT_TRUE(std::signbit(dot<f16>({}, -0.0f)));
}

/// The same arithmetic by scaling and truncating doubles, which hold every step exactly.
template <class Operand>
int unnormalised_exponent(Operand value) {
    const int least = std::is_same_v<Operand, f16> ? -14 : -126;
    return std::max(std::ilogb(static_cast<float>(value)), least);
}

template <class Operand>
double block_by_definition(const Operand* a, const Operand* b, int n, float accumulator) {
    int greatest = accumulator != 0 ? std::max(std::ilogb(accumulator), -126) : -1000;
    for (int i = 0; i < n; ++i)
        if (static_cast<float>(a[i]) != 0 && static_cast<float>(b[i]) != 0)
            greatest = std::max(greatest, unnormalised_exponent(a[i]) + unnormalised_exponent(b[i]));
    const auto cut = [&](double term) {
        return std::ldexp(std::trunc(std::ldexp(term, 24 - greatest)), greatest - 24);
    };
    double sum = cut(accumulator);
    for (int i = 0; i < n; ++i)
        sum += cut(double{static_cast<float>(a[i])} * double{static_cast<float>(b[i])});
    return sum;
}

/// To `fraction_bits` behind the first, none below the last of the least exponent.
double to_places(double value, int fraction_bits, int least_exponent, double (*how)(double)) {
    if (value == 0) return 0;
    const int last = std::max(std::ilogb(value), least_exponent) - fraction_bits;
    return std::ldexp(how(std::ldexp(value, -last)), last);
}

template <class Operand, class Accumulator>
void expect_the_definition(int spread, double (*how)(double), int fraction_bits, int least_exponent) {
    const auto block = static_cast<std::size_t>(products_per_add(operand_type_of<Operand>()));
    for (std::uint32_t seed = 0; seed < 3000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        const auto number = [&] {
            return random(0, 9) == 0
                       ? 0
                       : std::ldexp(static_cast<float>(random(-2047, 2047)), random(-spread, 2) - 10);
        };
        std::vector<Operand> a, b;
        for (int left = random(0, 24); left > 0; --left) {
            a.push_back(Operand(number()));
            b.push_back(Operand(number()));
        }
        const Accumulator start(number());
        auto expected = static_cast<double>(static_cast<float>(start));
        for (std::size_t from = 0; from < a.size(); from += block)
            expected = to_places(
                block_by_definition(&a[from], &b[from], static_cast<int>(std::min(block, a.size() - from)),
                                    static_cast<float>(expected)),
                fraction_bits, least_exponent, how);
        EXPECT_EQ(double{static_cast<float>(tensor_core_dot(a.data(), b.data(), a.size(), start))}, expected);
    }
}

TEST(tensor_core_dot, random_sums_are_those_of_the_definition) {
    double (*truncated)(double) = std::trunc;
    double (*nearest)(double) = std::nearbyint;
    expect_the_definition<f16, float>(14, truncated, 23, -126);
    expect_the_definition<f16, float>(3, truncated, 23, -126);
    expect_the_definition<bf16, float>(14, truncated, 23, -126);
    expect_the_definition<bf16, float>(120, truncated, 23, -126);
    expect_the_definition<tf32, float>(14, truncated, 23, -126);
    expect_the_definition<tf32, float>(130, truncated, 23, -126);
    expect_the_definition<f16, f16>(14, nearest, 10, -14);
    expect_the_definition<f16, f16>(3, nearest, 10, -14);
}

TEST(tensor_core_dot, integers_are_exact_and_s32_wraps) {
    const std::vector<std::int8_t> a(64, -128), b(64, -128);
    EXPECT_EQ(tensor_core_dot(a.data(), b.data(), 64, 1), 64 * 16384 + 1);
    const std::vector<std::uint8_t> c(64, 255);
    EXPECT_EQ(tensor_core_dot(a.data(), c.data(), 64, 0), -64 * 128 * 255);
    EXPECT_EQ(tensor_core_dot(c.data(), c.data(), 1, std::numeric_limits<std::int32_t>::max()),
              std::numeric_limits<std::int32_t>::min() + 255 * 255 - 1);
    EXPECT_EQ(tensor_core_dot(a.data(), c.data(), 1, std::numeric_limits<std::int32_t>::min()),
              std::numeric_limits<std::int32_t>::max() - 128 * 255 + 1);
    const std::vector<s4> d(128, s4(-8));
    const std::vector<u4> e(128, u4(15));
    EXPECT_EQ(tensor_core_dot(d.data(), e.data(), 128, 7), 7 - 128 * 120);
}

TEST(aligned_sum, terms_too_far_below_the_greatest_vanish_whatever_the_distance) {
    for (int distance = 25; distance < 600; ++distance) {
        const term terms[] = {{false, 100, 1u << 24}, {true, 100 - distance, 1u << 24}};
        EXPECT_EQ(aligned_sum(terms, 2), 0x1p100);
    }
    const term terms[] = {{false, 100, 1u << 24}, {true, 76, 1u << 24}, {false, 500, 0}};
    EXPECT_EQ(aligned_sum(terms, 3), 0x1p100 - 0x1p76);
}

}  // namespace
}  // namespace lacuna::formats
