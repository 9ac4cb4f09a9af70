#include "sim/formats/operand_code.h"

#include <algorithm>
#include <cmath>

#include "sim/formats/bit_pattern.h"
#include "sim/formats/float16.h"
#include "sim/formats/int4.h"
#include "sim/formats/tf32.h"

namespace lacuna::formats {
namespace {

std::uint32_t integer_code(float value, float least, float greatest, std::uint32_t mask) {
    if (std::isnan(value)) return 0;
    const auto number = static_cast<std::int32_t>(std::nearbyint(std::clamp(value, least, greatest)));
    return static_cast<std::uint32_t>(number) & mask;
}

}  // namespace

std::uint32_t operand_code(operand_type type, float value) {
    switch (type) {
        case operand_type::f16:
            return bits_of(f16(value));
        case operand_type::bf16:
            return bits_of(bf16(value));
        case operand_type::tf32:
            return tf32(value).bits();
        case operand_type::s8:
            return integer_code(value, -128, 127, 0xff);
        case operand_type::u8:
            return integer_code(value, 0, 255, 0xff);
        case operand_type::s4:
            return integer_code(value, -8, 7, 0xf);
        case operand_type::u4:
            return integer_code(value, 0, 15, 0xf);
    }
    return 0;
}

float operand_value(operand_type type, std::uint32_t code) {
    switch (type) {
        case operand_type::f16:
            return static_cast<float>(bit_pattern_as<f16>(static_cast<std::uint16_t>(code)));
        case operand_type::bf16:
            return static_cast<float>(bit_pattern_as<bf16>(static_cast<std::uint16_t>(code)));
        case operand_type::tf32:
            return static_cast<float>(tf32::from_bits(code));
        case operand_type::s8:
            return static_cast<float>(static_cast<std::int8_t>(code & 0xff));
        case operand_type::u8:
            return static_cast<float>(code & 0xff);
        case operand_type::s4:
            return static_cast<float>(static_cast<int>(s4::from_bits(code)));
        case operand_type::u4:
            return static_cast<float>(static_cast<int>(u4::from_bits(code)));
    }
    return 0;
}

double accumulator_value(accumulator_type type, std::uint32_t code) {
    switch (type) {
        case accumulator_type::f16:
            return operand_value(operand_type::f16, code);
        case accumulator_type::f32:
            return bit_pattern_as<float>(code);
        case accumulator_type::s32:
            return static_cast<std::int32_t>(code);
    }
    return 0;
}

}  // namespace lacuna::formats
