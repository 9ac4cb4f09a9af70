/// Do the boxes compute, to the last bit, what the tensor core's sum is defined to be?
#include "models/sparse_tensor_core/pipeline_numerics.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "models/sparse_tensor_core/multiply_accumulate.h"
#include "sim/formats/operand_code.h"
#include "sim/formats/tensor_core_dot.h"
#include "tests/sparse_tensor_core/patterns.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::accumulator_type;
using formats::operand_type;
using test::patterns;

constexpr operand_type float_types[] = {operand_type::f16, operand_type::bf16, operand_type::tf32};
constexpr operand_type integer_types[] = {operand_type::s8, operand_type::u8, operand_type::s4,
                                          operand_type::u4};

std::uint32_t through_the_boxes(operand_type type, const std::vector<std::uint32_t>& a,
                                const std::vector<std::uint32_t>& b, std::uint32_t accumulator,
                                accumulator_type sum) {
    std::vector<product_term> products;
    for (std::size_t i = 0; i < a.size(); ++i)
        products.push_back(multiply(decode(type, a[i]), decode(type, b[i])));
    return aligned_add(products.data(), static_cast<int>(products.size()), accumulator, sum);
}

void expect_the_definition(operand_type type, accumulator_type sum, test::kind of) {
    SCOPED_TRACE(testing::Message() << name_of(type) << " to " << name_of(sum) << ", "
                                    << static_cast<int>(of));
    const auto block = static_cast<std::size_t>(products_per_step(type));
    for (std::uint32_t seed = 0; seed < 3000; ++seed) {
        patterns draw(seed);
        std::vector<std::uint32_t> a, b;
        for (std::size_t i = 0; i < block; ++i) {
            a.push_back(draw.operand(type, of));
            b.push_back(draw.operand(type, of));
        }
        const std::uint32_t accumulator = draw.accumulator(sum, of);
        ASSERT_EQ(through_the_boxes(type, a, b, accumulator, sum),
                  test::defined_dot(type, a, b, accumulator, sum))
            << "seed " << seed;
    }
}

TEST(pipeline_numerics, any_bit_patterns_add_to_what_the_definition_gives) {
    for (const operand_type type : float_types) {
        for (const test::kind of : test::kinds) {
            expect_the_definition(type, accumulator_type::f32, of);
            if (type == operand_type::f16) expect_the_definition(type, accumulator_type::f16, of);
        }
    }
}

TEST(pipeline_numerics, every_value_of_16_bits_and_1_multiply_to_it) {
    for (const operand_type type : {operand_type::f16, operand_type::bf16}) {
        const std::uint32_t one = formats::operand_code(type, 1);
        for (std::uint32_t bits = 0; bits < 1 << 16; ++bits)
            ASSERT_EQ(through_the_boxes(type, {bits}, {one}, 0, accumulator_type::f32),
                      test::defined_dot(type, {bits}, {one}, 0, accumulator_type::f32))
                << bits;
    }
}

TEST(pipeline_numerics, every_f16_accumulator_stays_what_it_is_beside_zeros_but_for_minus_0_and_nan) {
    for (std::uint32_t bits = 0; bits < 1 << 16; ++bits) {
        const bool is_nan = (bits & 0x7fff) > 0x7c00;
        const std::uint32_t kept = is_nan ? 0x7fff : bits == 0x8000 ? 0 : bits;
        ASSERT_EQ(
            through_the_boxes(operand_type::f16, {0, 0x8000}, {0x3c00, 0x3c00}, bits, accumulator_type::f16),
            kept);
    }
}

TEST(pipeline_numerics, nan_is_one_pattern) {
    const std::vector<std::uint32_t> infinity = {0x7c00}, zero = {0}, nan = {0xfe01}, one = {0x3c00};
    for (const accumulator_type sum : {accumulator_type::f32, accumulator_type::f16}) {
        const std::uint32_t expected = sum == accumulator_type::f32 ? 0x7fffffff : 0x7fff;
        const std::uint32_t minus_infinity = sum == accumulator_type::f32 ? 0xff800000 : 0xfc00;
        EXPECT_EQ(through_the_boxes(operand_type::f16, infinity, zero, 0, sum), expected);
        EXPECT_EQ(through_the_boxes(operand_type::f16, nan, zero, 0, sum), expected);
        EXPECT_EQ(through_the_boxes(operand_type::f16, infinity, one, minus_infinity, sum), expected);
        EXPECT_EQ(through_the_boxes(operand_type::f16, zero, one, expected - 1, sum), expected);
        EXPECT_EQ(test::defined_dot(operand_type::f16, infinity, zero, 0, sum), expected);
        EXPECT_EQ(test::defined_dot(operand_type::f16, nan, zero, 0, sum), expected);
    }
}

TEST(pipeline_numerics, a_sum_below_the_range_keeps_its_sign_and_a_sum_of_zero_has_none) {
    // Twice the least bf16: 2^-266 lies far below f32.
    EXPECT_EQ(through_the_boxes(operand_type::bf16, {0x8001}, {1}, 0, accumulator_type::f32), 0x80000000u);
    EXPECT_EQ(through_the_boxes(operand_type::f16, {0x8001}, {1}, 0, accumulator_type::f16), 0x8000u);
    EXPECT_EQ(through_the_boxes(operand_type::f16, {0x8000}, {1}, 0x8000, accumulator_type::f16), 0u);
    EXPECT_EQ(through_the_boxes(operand_type::f16, {0xbc00}, {0x3c00}, 0x3c00, accumulator_type::f16), 0u);
}

TEST(pipeline_numerics, an_f16_accumulator_that_is_subnormal_is_aligned_as_the_f32_that_it_is) {
    // Twice the least, half the least, and 2^-40: the last, which makes the sum round up, is cut off if 2^-23
    // is aligned by the least exponent of f16.
    const std::vector<std::uint32_t> a = {0x0c00, 0x0001}, b = {0x0800, 0x0100};
    EXPECT_EQ(through_the_boxes(operand_type::f16, a, b, 2, accumulator_type::f16), 3u);
    EXPECT_EQ(test::defined_dot(operand_type::f16, a, b, 2, accumulator_type::f16), 3u);
}

TEST(pipeline_numerics, integers_of_every_value_multiply_exactly) {
    for (const operand_type type : integer_types) {
        const int bits = formats::value_bits(type);
        for (std::uint32_t a = 0; a < 1u << bits; ++a) {
            for (std::uint32_t b = 0; b < 1u << bits; b += 3) {
                const float expected = formats::operand_value(type, a) * formats::operand_value(type, b);
                // Higher bits are of other values.
                ASSERT_EQ(multiply(decode(type, a | ~0u << bits), decode(type, b)).significand,
                          static_cast<std::int32_t>(expected));
            }
        }
    }
}

TEST(pipeline_numerics, integers_wrap) {
    const std::uint32_t greatest = std::numeric_limits<std::int32_t>::max();
    EXPECT_EQ(through_the_boxes(operand_type::s8, {1, 2}, {1, 2}, greatest, accumulator_type::s32),
              greatest + 5);
    EXPECT_EQ(through_the_boxes(operand_type::s4, {8}, {7}, greatest + 1, accumulator_type::s32),
              greatest + 1 - 56);
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
