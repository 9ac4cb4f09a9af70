#include "sim/layers/quantization.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::layers {
namespace {

/// The integer nearest to a number, halves to even.
std::int32_t nearest(double number, std::int32_t least, std::int32_t greatest) {
    return static_cast<std::int32_t>(
        std::nearbyint(std::clamp(number, static_cast<double>(least), static_cast<double>(greatest))));
}

float largest_magnitude(const float* begin, const float* end) {
    float largest = 0;
    for (; begin != end; ++begin) largest = std::max(largest, std::abs(*begin));
    return largest;
}

}  // namespace

quantization quantization_up_to(formats::operand_type type, float largest) {
    const bool has_sign = type == formats::operand_type::s8 || type == formats::operand_type::s4;
    quantization how;
    how.largest_code = (1 << (formats::value_bits(type) - has_sign)) - 1;
    how.least_code = has_sign ? -how.largest_code : 0;
    if (largest != 0) how.scale = double{largest} / how.largest_code;
    return how;
}

std::int32_t quantization::code(float number) const {
    return nearest(double{number} / scale, least_code, largest_code);
}

quantization quantization_of(formats::operand_type type, const std::vector<float>& numbers) {
    return quantization_up_to(type, largest_magnitude(numbers.data(), numbers.data() + numbers.size()));
}

quantization quantization_of(formats::operand_type type, const std::vector<std::vector<float>>& vectors) {
    float largest = 0;
    for (const std::vector<float>& numbers : vectors)
        largest = std::max(largest, largest_magnitude(numbers.data(), numbers.data() + numbers.size()));
    return quantization_up_to(type, largest);
}

quantization quantization_of_weights(formats::operand_type type, const formats::csc<float>& weights) {
    const std::uint32_t entries = weights.column_begin[weights.columns - 1];
    return quantization_up_to(type, largest_magnitude(weights.value.data(), weights.value.data() + entries));
}

std::int32_t bias_code(float bias, const quantization& weights, const quantization& activations) {
    using limits = std::numeric_limits<std::int32_t>;
    return nearest(double{bias} / (weights.scale * activations.scale), limits::min(), limits::max());
}

float number_of_sum(std::int32_t sum, const quantization& weights, const quantization& activations) {
    return static_cast<float>(static_cast<double>(sum) * weights.scale * activations.scale);
}

}  // namespace lacuna::layers
