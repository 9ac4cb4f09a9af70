#include "models/sparse_tensor_core/pipeline_numerics.h"

#include <algorithm>

namespace lacuna::sparse_tensor_core {
namespace {

using formats::accumulator_type;
using formats::operand_type;

constexpr int operand_places = 12;  // behind the point of a significand
constexpr int term_places = 24;
constexpr int zero_exponent = -2000;

/// Where sign, exponent and fraction of a floating-point number stand, from the highest bit down.
struct layout {
    int exponent_bits;
    int fraction_bits;
    int ignored_bits;  // below the fraction; a NaN may have none but these

    int sign_place() const { return exponent_bits + fraction_bits + ignored_bits; }
    int bias() const { return (1 << (exponent_bits - 1)) - 1; }
    std::uint32_t greatest_field() const { return (1u << exponent_bits) - 1; }
};

constexpr layout f16_layout = {5, 10, 0};
constexpr layout bf16_layout = {8, 7, 0};
constexpr layout tf32_layout = {8, 10, 13};
constexpr layout f32_layout = {8, 23, 0};

/// With so many places behind the point of its significand.
template <class Number>
Number taken_apart(const layout& form, int places, std::uint32_t bits) {
    const std::uint32_t below_sign = bits & ((1u << form.sign_place()) - 1);
    const std::uint32_t field = below_sign >> (form.fraction_bits + form.ignored_bits);
    const std::uint32_t fraction = below_sign >> form.ignored_bits & ((1u << form.fraction_bits) - 1);
    const std::int32_t sign = bits >> form.sign_place() & 1 ? -1 : 1;
    if (field == form.greatest_field()) {
        const bool is_infinite = below_sign == field << (form.fraction_bits + form.ignored_bits);
        return {sign, 0, is_infinite ? number_class::infinite : number_class::nan};
    }
    if (field == 0 && fraction == 0) return {0, zero_exponent, number_class::finite};
    const std::uint32_t significand = field == 0 ? fraction : fraction | 1u << form.fraction_bits;
    return {sign * static_cast<std::int32_t>(significand << (places - form.fraction_bits)),
            static_cast<std::int16_t>(std::max<int>(static_cast<int>(field), 1) - form.bias()),
            number_class::finite};
}

/// Of `bits` bits in two's complement.
std::int32_t signed_integer(std::uint32_t pattern, int bits) {
    const std::uint32_t sign = 1u << (bits - 1);
    const std::uint32_t low = pattern & (2 * sign - 1);
    return static_cast<std::int32_t>(low) - static_cast<std::int32_t>(2 * (low & sign));
}

/// An accumulator's format: its least exponent is that of its subnormal numbers.
struct result_format {
    layout form;
    std::uint32_t nan;

    int least_exponent() const { return 1 - form.bias(); }
    std::uint32_t sign(bool negative) const { return negative ? 1u << form.sign_place() : 0; }
    std::uint32_t infinity() const { return form.greatest_field() << form.fraction_bits; }
};

constexpr result_format f16_result = {f16_layout, 0x7fff};
constexpr result_format f32_result = {f32_layout, 0x7fffffff};

const result_format& format_of(accumulator_type type) {
    return type == accumulator_type::f16 ? f16_result : f32_result;
}

/// The pattern of (-1)^negative x magnitude x 2^unit, cut off below or rounded to nearest even.
std::uint32_t packed(const result_format& result, bool rounds, bool negative, std::uint32_t magnitude,
                     int unit) {
    if (magnitude == 0) return 0;
    const int exponent = unit + 31 - __builtin_clz(magnitude);
    if (exponent > result.form.bias()) return result.sign(negative) | result.infinity();
    const int last = std::max(exponent, result.least_exponent()) - result.form.fraction_bits;
    const int dropped = last - unit;
    std::uint32_t significand = 0;  // and so it stays where all is dropped: a sum is below 2^30
    if (dropped <= 0) {
        significand = magnitude << -dropped;
    } else if (dropped < 32) {
        significand = magnitude >> dropped;
        const std::uint32_t half = 1u << (dropped - 1);
        const std::uint32_t rest = magnitude & (2 * half - 1);
        if (rounds) significand += rest > half || (rest == half && (significand & 1) != 0);
    }
    // The leading bit adds 1 to the field of the exponent; a carry in rounding adds another, up to infinity.
    const int field = std::max(exponent, result.least_exponent()) - result.least_exponent();
    return result.sign(negative) |
           ((static_cast<std::uint32_t>(field) << result.form.fraction_bits) + significand);
}

std::uint32_t sum_not_finite(const result_format& result, const product_term& start,
                             const product_term* products, int n) {
    bool has_nan = false, has_plus = false, has_minus = false;
    const auto add = [&](const product_term& term) {
        has_nan = has_nan || term.what == number_class::nan;
        if (term.what == number_class::infinite) (term.significand < 0 ? has_minus : has_plus) = true;
    };
    add(start);
    for (int i = 0; i < n; ++i) add(products[i]);
    if (has_nan || (has_plus && has_minus)) return result.nan;
    return result.sign(has_minus) | result.infinity();
}

std::uint32_t integer_sum(const product_term* products, int n, std::uint32_t accumulator) {
    for (int i = 0; i < n; ++i) accumulator += static_cast<std::uint32_t>(products[i].significand);
    return accumulator;
}

}  // namespace

decoded decode(operand_type type, std::uint32_t bits) {
    decoded one;
    decode(type, &bits, 1, &one);
    return one;
}

void decode(operand_type type, const std::uint32_t* bits, std::size_t count, decoded* to) {
    const auto each = [&](auto taken) {
        for (std::size_t i = 0; i < count; ++i) to[i] = taken(bits[i]);
    };
    const auto integer = [](std::int32_t value) { return decoded{value, 0, number_class::finite}; };
    switch (type) {
        case operand_type::f16:
            return each(
                [](std::uint32_t one) { return taken_apart<decoded>(f16_layout, operand_places, one); });
        case operand_type::bf16:
            return each(
                [](std::uint32_t one) { return taken_apart<decoded>(bf16_layout, operand_places, one); });
        case operand_type::tf32:
            return each(
                [](std::uint32_t one) { return taken_apart<decoded>(tf32_layout, operand_places, one); });
        case operand_type::s8:
            return each([&](std::uint32_t one) { return integer(signed_integer(one, 8)); });
        case operand_type::u8:
            return each([&](std::uint32_t one) { return integer(static_cast<std::int32_t>(one & 0xff)); });
        case operand_type::s4:
            return each([&](std::uint32_t one) { return integer(signed_integer(one, 4)); });
        case operand_type::u4:
            return each([&](std::uint32_t one) { return integer(static_cast<std::int32_t>(one & 0xf)); });
    }
}

product_term multiply_not_finite(const decoded& a, const decoded& b) {
    const bool is_infinite = a.what != number_class::nan && b.what != number_class::nan &&
                             a.significand != 0 && b.significand != 0;
    if (!is_infinite) return {1, 0, number_class::nan};
    return {(a.significand < 0) == (b.significand < 0) ? 1 : -1, 0, number_class::infinite};
}

product_term accumulator_term(accumulator_type type, std::uint32_t bits) {
    if (type == accumulator_type::f32) return taken_apart<product_term>(f32_layout, term_places, bits);
    product_term term = taken_apart<product_term>(f16_layout, term_places, bits);
    // The adder takes an f16 as the f32 that it is, so one that is subnormal as f16 is not subnormal here.
    if (term.what != number_class::finite || term.significand == 0) return term;
    for (; std::abs(term.significand) < 1 << term_places; --term.exponent) term.significand *= 2;
    return term;
}

std::uint32_t accumulator_of(accumulator_type type, std::int32_t sum, int exponent) {
    return packed(format_of(type), type == accumulator_type::f16, sum < 0,
                  static_cast<std::uint32_t>(std::abs(sum)), exponent - term_places);
}

std::uint32_t aligned_add(const product_term* products, int n, std::uint32_t accumulator,
                          accumulator_type type) {
    if (type == accumulator_type::s32) return integer_sum(products, n, accumulator);

    const product_term start = accumulator_term(type, accumulator);
    int greatest = start.exponent;
    auto classes = static_cast<unsigned>(start.what);
    for (int i = 0; i < n; ++i) {
        greatest = std::max<int>(greatest, products[i].exponent);
        classes |= static_cast<unsigned>(products[i].what);
    }
    if (classes != 0) return sum_not_finite(format_of(type), start, products, n);

    std::int32_t sum = aligned(start.significand, start.exponent, greatest);  // 9 terms below 2^26
    for (int i = 0; i < n; ++i) sum += aligned(products[i].significand, products[i].exponent, greatest);
    return accumulator_of(type, sum, greatest);
}

}  // namespace lacuna::sparse_tensor_core
