#include "models/sparse_tensor_core/layer_values.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "sim/formats/bit_pattern.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/formats/operand_code.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::accumulator_type;
using formats::mma;

constexpr auto m = static_cast<std::uint32_t>(mma::m);
constexpr auto n = static_cast<std::uint32_t>(mma::n);

operand_coding coding_of(formats::operand_type type, const std::vector<std::vector<float>>& vectors) {
    if (!operand_coding::is_integer(type)) return {type, {}};
    return {type, layers::quantization_of(type, vectors)};
}

packed_codes pack(const std::vector<std::vector<float>>& vectors, std::uint32_t inputs,
                  const operand_coding& coding) {
    packed_codes packed(formats::value_bits(coding.type), static_cast<std::uint32_t>(vectors.size()), inputs);
    for (std::uint32_t vector = 0; vector < packed.rows(); ++vector)
        for (std::uint32_t input = 0; input < inputs; ++input)
            packed.set(vector, input, coding.code(vectors[vector][input]));
    return packed;
}

}  // namespace

layer_values::layer_values(const layers::product& product, std::shared_ptr<const weight_operands> weights,
                           const mma& instruction, const output_tiles& tiles)
    : weights_(std::move(weights)),
      instruction_(instruction),
      tiles_(tiles),
      function_(product.function),
      coding_(coding_of(instruction.b, product.activations)),
      activations_(pack(product.activations, weights_->columns, coding_)),
      outputs_(product.activations.size(), std::vector<float>(weights_->rows)),
      start_(std::size_t{m} * n) {
    operands_.a.resize(std::size_t{m} * static_cast<std::uint32_t>(instruction.kept_columns()));
    if (instruction.sparse)
        operands_.metadata.resize(std::size_t{m} *
                                  static_cast<std::uint32_t>(instruction.fragments().groups()));
    operands_.b.resize(std::size_t{n} * static_cast<std::uint32_t>(instruction.k));
}

const layers::mma_operands& layer_values::operands(std::uint32_t warp, std::uint32_t chain,
                                                   std::uint64_t index) {
    const output_tiles::place at = tiles_.place_of(warp, chain, index);
    const auto kept = static_cast<std::uint32_t>(instruction_.kept_columns());
    const auto k = static_cast<std::uint32_t>(instruction_.k);
    for (std::uint32_t row = 0; row < m; ++row)
        weights_->values.read(at.row_tile * m + row, at.k_instruction * kept, kept, 0u,
                              &operands_.a[std::size_t{row} * kept]);
    if (instruction_.sparse) {
        const auto groups = static_cast<std::uint32_t>(instruction_.fragments().groups());
        const std::uint8_t zeros = *formats::nibble_keeping(instruction_.a, 0);
        for (std::uint32_t row = 0; row < m; ++row)
            weights_->metadata.read(at.row_tile * m + row, at.k_instruction * groups, groups, zeros,
                                    &operands_.metadata[std::size_t{row} * groups]);
    }
    for (std::uint32_t column = 0; column < n; ++column)
        activations_.read(at.column_tile * n + column, at.k_instruction * k, k, 0u, &operands_.b[column], n);
    return operands_;
}

const std::vector<std::uint32_t>* layer_values::start(std::uint32_t warp, std::uint32_t chain,
                                                      std::uint64_t index) {
    const output_tiles::place at = tiles_.place_of(warp, chain, index);
    if (at.k_instruction != 0) return nullptr;
    for (std::uint32_t row = 0; row < m; ++row)
        std::fill_n(start_.begin() + static_cast<std::ptrdiff_t>(row * n), n, bias_of(at.row_tile * m + row));
    return &start_;
}

void layer_values::finish(std::uint32_t warp, std::uint32_t chain, std::uint64_t index,
                          const std::vector<std::uint32_t>& d) {
    const output_tiles::place at = tiles_.place_of(warp, chain, index);
    if (at.k_instruction + 1 != tiles_.k_instructions) return;
    for (std::uint64_t column = 0; column < n; ++column) {
        const std::uint64_t vector = at.column_tile * n + column;
        if (vector >= outputs_.size()) return;
        for (std::uint64_t row = 0; row < m; ++row) {
            const std::uint64_t output = at.row_tile * m + row;
            if (output >= weights_->rows) break;
            const float result = output_of(d[row * n + column]);
            const float value = result == 0 ? 0.0f : result;  // not -0
            outputs_[vector][output] =
                function_ == layers::activation_function::relu ? std::max(value, 0.0f) : value;
        }
    }
}

std::uint32_t layer_values::bias_of(std::uint64_t row) const {
    if (row >= weights_->rows) return 0;
    const float bias = weights_->bias[row];
    switch (instruction_.accumulator) {
        case accumulator_type::f16:
            return formats::operand_code(formats::operand_type::f16, bias);
        case accumulator_type::f32:
            return formats::bit_pattern_as<std::uint32_t>(bias);
        case accumulator_type::s32:
            return static_cast<std::uint32_t>(
                layers::bias_code(bias, weights_->coding.quantization, coding_.quantization));
    }
    return 0;
}

std::uint32_t layer_values::saturated_biases() const {
    using limits = std::numeric_limits<std::int32_t>;
    if (instruction_.accumulator != accumulator_type::s32) return 0;
    return static_cast<std::uint32_t>(
        std::count_if(weights_->bias.begin(), weights_->bias.end(), [&](float bias) {
            const std::int32_t code =
                layers::bias_code(bias, weights_->coding.quantization, coding_.quantization);
            return code == limits::min() || code == limits::max();
        }));
}

float layer_values::output_of(std::uint32_t accumulator) const {
    switch (instruction_.accumulator) {
        case accumulator_type::f16:
            return formats::operand_value(formats::operand_type::f16, accumulator);
        case accumulator_type::f32:
            return formats::bit_pattern_as<float>(accumulator);
        case accumulator_type::s32:
            return layers::number_of_sum(static_cast<std::int32_t>(accumulator),
                                         weights_->coding.quantization, coding_.quantization);
    }
    return 0;
}

}  // namespace lacuna::sparse_tensor_core
