#include "sim/run/reference_product.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <variant>

#include "sim/config/interruption.h"

namespace lacuna::run {

layers::outputs reference_product(const formats::csc<float>& weights,
                                  const std::vector<std::vector<float>>& activations,
                                  layers::activation_function function,
                                  const formats::arithmetic& arithmetic) {
    std::uint64_t overflows = 0;  // the accelerator's own are counted, not these
    std::vector<float> operands;
    for (const float weight : weights.value) operands.push_back(arithmetic.weight(weight, overflows));
    layers::outputs all;
    for (const std::vector<float>& vector : activations) {
        give_up_if_stopped();
        std::vector<float> output(weights.rows, 0.0f);
        for (std::uint32_t column = 0; column < weights.columns; ++column) {
            const float activation =
                arithmetic.activation(column < vector.size() ? vector[column] : 1.0f, overflows);
            for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i) {
                float& sum = output[weights.row[i]];
                sum = arithmetic.sum(sum, arithmetic.product(operands[i], activation, overflows), overflows);
            }
        }
        if (function == layers::activation_function::relu) {
            for (float& value : output) value = std::max(value, 0.0f);
        }
        all.push_back(std::move(output));
    }
    return all;
}

layers::outputs reference_product(const formats::csc<float>& weights,
                                  const std::vector<std::vector<float>>& activations,
                                  layers::activation_function function, const numerics& how) {
    return std::visit(
        [&](const auto& each) { return reference_product(weights, activations, function, each); }, how);
}

void check_outputs(const layers::outputs& computed, const layers::outputs& expected,
                   const std::string& what) {
    if (computed.size() != expected.size()) {
        throw wrong_product(
            fmt::format("{}: {} output vectors instead of {}.", what, computed.size(), expected.size()));
    }
    for (std::size_t v = 0; v < expected.size(); ++v) {
        if (computed[v].size() != expected[v].size()) {
            throw wrong_product(
                fmt::format("{}: {} outputs instead of {}.", what, computed[v].size(), expected[v].size()));
        }
        const std::size_t size = expected[v].size();
        if (size == 0 || std::memcmp(computed[v].data(), expected[v].data(), size * sizeof(float)) == 0)
            continue;
        for (std::size_t i = 0; i < size; ++i) {
            if (std::memcmp(&computed[v][i], &expected[v][i], sizeof(float)) == 0) continue;
            throw wrong_product(
                fmt::format("{}: output {} of vector {} is {}, but the reference product gives {}.", what, i,
                            v, computed[v][i], expected[v][i]));
        }
    }
}

std::uint64_t effectual_macs(const formats::csc<float>& weights,
                             const std::vector<std::vector<float>>& activations) {
    std::vector<std::uint64_t> nonzero(weights.columns, 0);
    for (std::uint32_t column = 0; column < weights.columns; ++column) {
        for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i) {
            nonzero[column] += weights.value[i] != 0;
        }
    }
    std::uint64_t macs = 0;
    for (const std::vector<float>& vector : activations) {
        for (std::size_t column = 0; column < vector.size(); ++column) {
            if (vector[column] != 0) macs += nonzero[column];
        }
        macs += nonzero.back();
    }
    return macs;
}

}  // namespace lacuna::run
