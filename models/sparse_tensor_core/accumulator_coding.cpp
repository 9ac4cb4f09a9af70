#include "models/sparse_tensor_core/accumulator_coding.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/formats/bit_pattern.h"
#include "sim/formats/operand_code.h"

namespace lacuna::sparse_tensor_core {

using formats::accumulator_type;
using formats::operand_type;

std::uint32_t accumulator_coding::start(float bias) const {
    switch (type) {
        case accumulator_type::f16:
            return formats::operand_code(operand_type::f16, bias);
        case accumulator_type::f32:
            return formats::bit_pattern_as<std::uint32_t>(bias);
        case accumulator_type::s32:
            return static_cast<std::uint32_t>(layers::bias_code(bias, weights, activations));
    }
    return 0;
}

bool accumulator_coding::saturates(float bias) const {
    using limits = std::numeric_limits<std::int32_t>;
    if (type != accumulator_type::s32) return false;
    const std::int32_t code = layers::bias_code(bias, weights, activations);
    return code == limits::min() || code == limits::max();
}

float accumulator_coding::output(std::uint32_t sum) const {
    float number = 0;
    switch (type) {
        case accumulator_type::f16:
            number = formats::operand_value(operand_type::f16, sum);
            break;
        case accumulator_type::f32:
            number = formats::bit_pattern_as<float>(sum);
            break;
        case accumulator_type::s32:
            number = layers::number_of_sum(static_cast<std::int32_t>(sum), weights, activations);
            break;
    }
    if (number == 0) return 0;
    return function == layers::activation_function::relu ? std::max(number, 0.0f) : number;
}

std::uint32_t accumulator_coding::sum_of_slices(std::uint32_t a, std::uint32_t b) const {
    if (type == accumulator_type::s32) return a + b;
    if (type == accumulator_type::f32) {
        const float sum = formats::bit_pattern_as<float>(a) + formats::bit_pattern_as<float>(b);
        return std::isnan(sum) ? 0x7fffffffu : formats::bit_pattern_as<std::uint32_t>(sum);
    }
    // An f32 has more than twice the bits of an f16 and two, so that rounding twice rounds as once.
    const float sum =
        formats::operand_value(operand_type::f16, a) + formats::operand_value(operand_type::f16, b);
    return std::isnan(sum) ? 0x7fffu : formats::operand_code(operand_type::f16, sum);
}

}  // namespace lacuna::sparse_tensor_core
