/// Do the bytes of every type become the floats that they stand for, in both byte orders and at any address?
#include "sim/formats/files/element_type.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "sim/formats/bit_pattern.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::formats {
namespace {

struct example {
    element_type type;
    std::uint64_t bits;  ///< the value's bytes, the most significant first
    float value;
};

// The bits of floating-point types by IEEE 754, those of integers in two's complement.
const std::vector<example> examples = {
    {element_type::boolean, 0, 0},
    {element_type::boolean, 1, 1},
    {element_type::boolean, 0xFF, 1},
    {element_type::s8, 0x80, -128},
    {element_type::u8, 0x80, 128},
    {element_type::s16, 0x8001, -32767},
    {element_type::u16, 0x8001, 32769},
    {element_type::s32, 0xFFFFFFFE, -2},
    {element_type::u32, 0xFFFFFF00, 4294967040.0f},
    {element_type::s32, 0x01000001, 16777216},  // halfway between two floats: to the even one
    {element_type::s32, 0x01000003, 16777220},
    {element_type::s64, 0x8000000000000000, -9223372036854775808.0f},
    {element_type::u64, 0xFFFFFFFFFFFFFFFF, 18446744073709551616.0f},
    {element_type::f16, 0x3C00, 1},
    {element_type::f16, 0xC001, -2.001953125f},
    {element_type::f16, 0x0001, 0x1p-24f},
    {element_type::f16, 0x7BFF, 65504},
    {element_type::bf16, 0x3F80, 1},
    {element_type::bf16, 0xC0A0, -5},
    {element_type::bf16, 0x0001, 0x1p-133f},
    {element_type::f32, 0x3EAAAAAB, 0x1.555556p-2f},
    {element_type::f32, 0x00000001, 0x1p-149f},
    {element_type::f64, 0x3FF0000010000000, 1},  // 1 + 2^-24, halfway
    {element_type::f64, 0x3FF0000030000000, 1.0f + 0x1p-22f},
    {element_type::f64, 0x47EFFFFFE0000000, std::numeric_limits<float>::max()},
    {element_type::f64, 0x3690000000000000, 0},  // 2^-150, half of the least float
    {element_type::f64, 0x0000000000000001, 0},
};

std::string bytes_of(std::uint64_t bits, std::size_t size, byte_order order) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(bits >> 8 * i);
    if (order == byte_order::big) std::reverse(bytes.begin(), bytes.end());
    return bytes;
}

std::size_t convert(element_type type, byte_order order, const std::string& bytes, std::size_t begin,
                    std::vector<float>& values) {
    return convert(type, order, reinterpret_cast<const unsigned char*>(bytes.data()) + begin, values.size(),
                   values.data());
}

TEST(element_type, values_written_by_hand_convert_in_both_orders_at_every_address) {
    for (const example& known : examples) {
        for (const byte_order order : {byte_order::little, byte_order::big}) {
            for (std::size_t begin = 0; begin < 8; ++begin) {
                const std::string bytes =
                    std::string(begin, 'x') + bytes_of(known.bits, formats::bytes_of(known.type), order);
                std::vector<float> values(1);
                EXPECT_EQ(convert(known.type, order, bytes, begin, values), 1u);
                EXPECT_EQ(values[0], known.value) << name_of(known.type) << " " << known.bits;
            }
        }
    }
}

TEST(element_type, the_first_value_that_is_not_finite_ends_the_conversion) {
    const std::vector<example> bad = {
        {element_type::f16, 0x7C00, INFINITY},
        {element_type::f16, 0xFE00, NAN},
        {element_type::bf16, 0xFF80, -INFINITY},
        {element_type::bf16, 0x7FC0, NAN},
        {element_type::f32, 0x7F800000, INFINITY},
        {element_type::f32, 0x7F800001, NAN},
        {element_type::f64, 0x7FF0000000000000, INFINITY},
        {element_type::f64, 0x7FF8000000000000, NAN},
        {element_type::f64, 0x47EFFFFFF0000000, INFINITY},  // rounds up, to 2^128
        {element_type::f64, 0xFFEFFFFFFFFFFFFF, -INFINITY}};
    for (const example& known : bad) {
        for (std::size_t at = 0; at < 4; ++at) {
            std::string bytes;
            const std::size_t size = formats::bytes_of(known.type);
            for (std::size_t i = 0; i < 4; ++i)
                bytes += bytes_of(i == at || i == 3 ? known.bits : 0, size, byte_order::little);
            std::vector<float> values(4);
            EXPECT_EQ(convert(known.type, byte_order::little, bytes, 0, values), at);
            EXPECT_EQ(std::isnan(values[at]), std::isnan(known.value));
            if (!std::isnan(known.value)) {
                EXPECT_EQ(values[at], known.value);
            }
        }
    }
}

TEST(element_type, integers_and_doubles_round_as_the_compiler_casts_them) {
    for (std::uint32_t seed = 0; seed < 2000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        random_source random(seed);
        std::uint64_t bits = 0;
        for (int i = 0; i < 4; ++i) bits = bits << 16 | static_cast<std::uint64_t>(random(0, 65535));
        bits >>= random(0, 63);
        std::vector<float> value(1);
        const byte_order order = random(0, 1) ? byte_order::big : byte_order::little;
        const std::string bytes = bytes_of(bits, 8, order);
        convert(element_type::u64, order, bytes, 0, value);
        EXPECT_EQ(value[0], static_cast<float>(bits));
        convert(element_type::s64, order, bytes, 0, value);
        EXPECT_EQ(value[0], static_cast<float>(static_cast<std::int64_t>(bits)));
        const float expected = static_cast<float>(bit_pattern_as<double>(bits));
        EXPECT_EQ(convert(element_type::f64, order, bytes, 0, value), std::isfinite(expected) ? 1u : 0u);
        if (std::isfinite(expected)) {
            EXPECT_EQ(value[0], expected);
        }
    }
}

TEST(element_type, names_and_sizes) {
    std::string all;
    for (int type = 0; type <= static_cast<int>(element_type::f64); ++type)
        all += std::string(name_of(static_cast<element_type>(type))) + " " +
               std::to_string(formats::bytes_of(static_cast<element_type>(type))) + ", ";
    EXPECT_EQ(all,
              "bool 1, s8 1, u8 1, s16 2, u16 2, s32 4, u32 4, s64 8, u64 8, f16 2, bf16 2, f32 4, f64 8, ");
}

}  // namespace
}  // namespace lacuna::formats
