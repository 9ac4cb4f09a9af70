#include "sim/formats/tensor_core_dot.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/formats/aligned_sum.h"
#include "sim/formats/float_rounding.h"
#include "sim/formats/operand_value.h"

namespace lacuna::formats {
namespace {

/// A binary floating-point format: an implicit leading bit, exponents from 2 - 2^(exponent_bits - 1).
struct binary_format {
    int exponent_bits;
    int fraction_bits;
};

template <class Value>
constexpr binary_format format_of = {};
template <>
constexpr binary_format format_of<f16> = {5, 10};
template <>
constexpr binary_format format_of<bf16> = {8, 7};
template <>
constexpr binary_format format_of<tf32> = {8, 10};
template <>
constexpr binary_format format_of<float> = {8, 23};

std::uint32_t pattern(f16 value) {
    return bits_of(value);
}
std::uint32_t pattern(bf16 value) {
    return bits_of(value);
}
std::uint32_t pattern(tf32 value) {
    return value.bits() >> 13;
}
std::uint32_t pattern(float value) {
    return bit_pattern_as<std::uint32_t>(value);
}

template <class Value>
constexpr std::uint32_t greatest_exponent_field = (1u << format_of<Value>.exponent_bits) - 1;

template <class Value>
std::uint32_t exponent_field(Value value) {
    return pattern(value) >> format_of<Value>.fraction_bits & greatest_exponent_field<Value>;
}

template <class Value>
bool is_finite(Value value) {
    return exponent_field(value) != greatest_exponent_field<Value>;
}

/// A finite number: (-1)^negative x significand x 2^(exponent - fraction_bits of its type).
struct unpacked {
    bool negative;
    int exponent;
    std::uint64_t significand;
};

template <class Value>
unpacked unpack(Value value) {
    constexpr binary_format format = format_of<Value>;
    constexpr int bias = (1 << (format.exponent_bits - 1)) - 1;
    const std::uint32_t bits = pattern(value);
    const std::uint32_t fraction = bits & ((1u << format.fraction_bits) - 1);
    const bool negative = bits >> (format.exponent_bits + format.fraction_bits) & 1;
    const auto field = static_cast<int>(exponent_field(value));
    if (field == 0) return {negative, 1 - bias, fraction};
    return {negative, field - bias, fraction | 1u << format.fraction_bits};
}

template <class Value>
term term_of(Value value) {
    const unpacked one = unpack(value);
    return {one.negative, one.exponent,
            one.significand << (alignment_fraction_bits - format_of<Value>.fraction_bits)};
}

template <class Value>
term product(Value a, Value b) {
    const unpacked one = unpack(a), other = unpack(b);
    return {one.negative != other.negative, one.exponent + other.exponent,
            one.significand * other.significand
                << (alignment_fraction_bits - 2 * format_of<Value>.fraction_bits)};
}

float rounded(double sum, float) {
    return truncated_f32(sum);
}
f16 rounded(double sum, f16) {
    return nearest_f16(sum);
}

float canonical_nan(float) {
    return bit_pattern_as<float>(std::uint32_t{0x7fffffff});
}
f16 canonical_nan(f16) {
    return bit_pattern_as<f16>(std::uint16_t{0x7fff});
}

constexpr std::size_t most_products = 8;

/// With an infinity or NaN among what is added. No sum of finite products leaves the range of double.
template <class Operand>
double plain_sum(const Operand* a, const Operand* b, std::size_t n, float accumulator) {
    double sum = accumulator;
    for (std::size_t i = 0; i < n; ++i)
        sum += double{static_cast<float>(a[i])} * double{static_cast<float>(b[i])};
    return sum;
}

template <class Operand, class Accumulator>
Accumulator add_block(const Operand* a, const Operand* b, std::size_t n, Accumulator accumulator) {
    // An f16 is an f32 too, and aligned as one: where it is subnormal, by the exponent that it has as an f32.
    const auto start = static_cast<float>(accumulator);
    bool finite = is_finite(start);
    for (std::size_t i = 0; i < n; ++i) finite = finite && is_finite(a[i]) && is_finite(b[i]);
    if (!finite) {
        // The bits of a NaN that a sum of doubles gives are not the same on every machine.
        const double sum = plain_sum(a, b, n, start);
        return std::isnan(sum) ? canonical_nan(accumulator) : rounded(sum, accumulator);
    }

    std::array<term, most_products + 1> terms;
    for (std::size_t i = 0; i < n; ++i) terms[i] = product(a[i], b[i]);
    terms[n] = term_of(start);
    return rounded(aligned_sum(terms.data(), static_cast<int>(n) + 1), accumulator);
}

template <class Operand, class Accumulator>
Accumulator add_blocks(const Operand* a, const Operand* b, std::size_t n, Accumulator accumulator) {
    const auto block = static_cast<std::size_t>(products_per_add(operand_type_of<Operand>()));
    for (std::size_t begin = 0; begin < n; begin += block)
        accumulator = add_block(a + begin, b + begin, std::min(block, n - begin), accumulator);
    return accumulator;
}

}  // namespace

int products_per_add(operand_type type) {
    return type == operand_type::tf32 ? 4 : most_products;
}

float tensor_core_dot(const f16* a, const f16* b, std::size_t n, float accumulator) {
    return add_blocks(a, b, n, accumulator);
}

float tensor_core_dot(const bf16* a, const bf16* b, std::size_t n, float accumulator) {
    return add_blocks(a, b, n, accumulator);
}

float tensor_core_dot(const tf32* a, const tf32* b, std::size_t n, float accumulator) {
    return add_blocks(a, b, n, accumulator);
}

f16 tensor_core_dot(const f16* a, const f16* b, std::size_t n, f16 accumulator) {
    return add_blocks(a, b, n, accumulator);
}

}  // namespace lacuna::formats
