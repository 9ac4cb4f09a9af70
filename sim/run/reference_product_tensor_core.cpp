#include <algorithm>

#include "sim/patterns/structured.h"
#include "sim/run/reference_product.h"
#include "sim/run/reference_tile.h"
#include "sim/run/tensor_core_sums.h"

namespace lacuna::run {
namespace {

whole_operands describe(const formats::csc<float>& weights,
                        const std::vector<std::vector<float>>& activations,
                        const formats::tensor_core_arithmetic& how) {
    whole_operands whole;
    whole.is_structured = how.drops_zeros && patterns::has_structure(how.type, weights, weights.columns - 1);
    if (how.accumulator == formats::accumulator_type::s32) {
        whole.weights = layers::quantization_of_weights(how.type, weights);
        whole.activations = layers::quantization_of(how.type, activations);
    }
    return whole;
}

std::vector<float> bias_of(const formats::csc<float>& weights) {
    std::vector<float> bias(weights.rows);
    for (std::uint32_t i = weights.column_begin[weights.columns - 1]; i < weights.stored(); ++i)
        bias[weights.row[i]] = weights.value[i];
    return bias;
}

/// Rows of the weights times some of the vectors, as a part of the whole.
layers::outputs product_of(const whole_operands& whole, const formats::csc<float>& weights,
                           const std::vector<std::vector<float>>& activations,
                           layers::activation_function function, const formats::tensor_core_arithmetic& how) {
    const std::uint32_t inputs = weights.columns - 1;
    return with_types(how, [&](auto value, auto accumulator) {
        tensor_core_sums<decltype(value), decltype(accumulator)> sums(whole, weights.rows, activations.size(),
                                                                      bias_of(weights));
        const std::uint64_t slice = how.slice_k == 0 ? inputs : how.slice_k;
        for (std::uint64_t first = 0; first < inputs; first += slice) {
            if (first != 0) sums.begin_slice();
            sums.add(weights, activations, static_cast<std::uint32_t>(first),
                     static_cast<std::uint32_t>(std::min<std::uint64_t>(first + slice, inputs)));
        }
        return sums.outputs(function);
    });
}

/// Rows [first, first + count) of a matrix.
formats::csc<float> rows_of(const formats::csc<float>& matrix, std::uint32_t first, std::uint32_t count) {
    formats::csc<float> part{count, matrix.columns, {0}, {}, {}};
    for (std::uint32_t column = 0; column < matrix.columns; ++column) {
        const auto begin = matrix.row.begin() + matrix.column_begin[column];
        const auto end = matrix.row.begin() + matrix.column_begin[column + 1];
        for (auto at = std::lower_bound(begin, end, first); at != end && *at < first + count; ++at) {
            part.row.push_back(*at - first);
            part.value.push_back(matrix.value[static_cast<std::size_t>(at - matrix.row.begin())]);
        }
        part.column_begin.push_back(part.stored());
    }
    return part;
}

}  // namespace

layers::outputs reference_product(const formats::csc<float>& weights,
                                  const std::vector<std::vector<float>>& activations,
                                  layers::activation_function function,
                                  const formats::tensor_core_arithmetic& how) {
    return product_of(describe(weights, activations, how), weights, activations, function, how);
}

std::vector<layers::output_tile> reference_tiles(const formats::csc<float>& weights,
                                                 const std::vector<std::vector<float>>& activations,
                                                 layers::activation_function function,
                                                 const formats::tensor_core_arithmetic& how,
                                                 const std::vector<layers::output_tile>& places) {
    const whole_operands whole = describe(weights, activations, how);
    std::vector<layers::output_tile> tiles;
    for (const layers::output_tile& place : places) {
        const auto first = activations.begin() + place.column;
        tiles.push_back(place);
        tiles.back().values = row_major(product_of(whole, rows_of(weights, place.row, place.rows),
                                                   {first, first + place.columns}, function, how));
    }
    return tiles;
}

}  // namespace lacuna::run
