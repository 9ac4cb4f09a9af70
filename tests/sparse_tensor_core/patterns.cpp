#include "tests/sparse_tensor_core/patterns.h"

#include "sim/formats/operand_code.h"
#include "sim/formats/tensor_core_dot.h"

namespace lacuna::sparse_tensor_core::test {
namespace {

using formats::accumulator_type;
using formats::operand_type;

formats::f16 f16_of(std::uint32_t code) {
    return formats::bit_pattern_as<formats::f16>(static_cast<std::uint16_t>(code));
}
formats::bf16 bf16_of(std::uint32_t code) {
    return formats::bit_pattern_as<formats::bf16>(static_cast<std::uint16_t>(code));
}

template <class Value, class Take>
std::vector<Value> values(const std::vector<std::uint32_t>& codes, Take take) {
    std::vector<Value> all;
    for (const std::uint32_t code : codes) all.push_back(take(code));
    return all;
}

template <class Value>
std::uint32_t to_f32(const std::vector<Value>& a, const std::vector<Value>& b, std::uint32_t accumulator) {
    return formats::bit_pattern_as<std::uint32_t>(
        formats::tensor_core_dot(a.data(), b.data(), a.size(), formats::bit_pattern_as<float>(accumulator)));
}

}  // namespace

std::uint32_t patterns::bits(int count) {
    return static_cast<std::uint32_t>(random_(0, (1 << count) - 1));
}

std::uint32_t patterns::floating_point(int exponent_bits, int fraction_bits, kind of) {
    const int greatest = (1 << exponent_bits) - 1;
    const std::uint32_t sign = bits(1) << (exponent_bits + fraction_bits);
    const std::uint32_t fraction = bits(fraction_bits);
    int field = random_(0, greatest);
    if (of == kind::close) field = greatest / 2 + random_(-3, 3);
    if (of == kind::special) {
        const int which = random_(0, 40);
        if (which == 0) return sign | static_cast<std::uint32_t>(greatest) << fraction_bits;  // infinity
        field = which == 1 ? greatest : which < 12 ? 0 : which < 24 ? greatest - 1 : random_(0, greatest / 2);
        if (which < 24 && which % 4 == 3) return sign | static_cast<std::uint32_t>(field) << fraction_bits;
    }
    return sign | static_cast<std::uint32_t>(field) << fraction_bits | fraction;
}

std::uint32_t patterns::operand(operand_type type, kind of) {
    switch (type) {
        case operand_type::f16:
            return floating_point(5, 10, of);
        case operand_type::bf16:
            return floating_point(8, 7, of);
        case operand_type::tf32:  // its low 13 bits are ignored
            return floating_point(8, 10, of) << 13 | bits(13);
        default:
            return bits(formats::value_bits(type));
    }
}

std::uint32_t patterns::accumulator(accumulator_type type, kind of) {
    if (type == accumulator_type::f16) return floating_point(5, 10, of);
    if (type == accumulator_type::f32) return floating_point(8, 23, of);
    return bits(16) << 16 | bits(16);
}

std::uint32_t defined_dot(operand_type a_type, const std::vector<std::uint32_t>& a, operand_type b_type,
                          const std::vector<std::uint32_t>& b, std::uint32_t accumulator,
                          accumulator_type sum) {
    if (sum == accumulator_type::f16) {
        const auto x = values<formats::f16>(a, f16_of), y = values<formats::f16>(b, f16_of);
        return formats::bits_of(formats::tensor_core_dot(x.data(), y.data(), x.size(), f16_of(accumulator)));
    }
    switch (a_type) {
        case operand_type::f16:
            return to_f32(values<formats::f16>(a, f16_of), values<formats::f16>(b, f16_of), accumulator);
        case operand_type::bf16:
            return to_f32(values<formats::bf16>(a, bf16_of), values<formats::bf16>(b, bf16_of), accumulator);
        case operand_type::tf32:
            return to_f32(values<formats::tf32>(a, formats::tf32::from_bits),
                          values<formats::tf32>(b, formats::tf32::from_bits), accumulator);
        default:
            break;
    }
    auto exact = static_cast<std::int64_t>(static_cast<std::int32_t>(accumulator));
    for (std::size_t i = 0; i < a.size(); ++i)
        exact += static_cast<std::int64_t>(formats::operand_value(a_type, a[i])) *
                 static_cast<std::int64_t>(formats::operand_value(b_type, b[i]));
    return static_cast<std::uint32_t>(exact);
}

}  // namespace lacuna::sparse_tensor_core::test
