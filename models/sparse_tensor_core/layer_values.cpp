#include "models/sparse_tensor_core/layer_values.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace lacuna::sparse_tensor_core {
namespace {

using formats::accumulator_type;
using formats::mma;

constexpr auto m = static_cast<std::uint32_t>(mma::m);
constexpr auto n = static_cast<std::uint32_t>(mma::n);

}  // namespace

layer_values::layer_values(const layers::product& product, std::shared_ptr<const weight_operands> weights,
                           const mma& instruction, const output_tiles& tiles)
    : weights_(std::move(weights)),
      instruction_(instruction),
      tiles_(tiles),
      activations_(operands_of(product.activations, weights_->columns, instruction.b)),
      sums_{instruction.accumulator, weights_->coding.quantization, activations_->coding.quantization,
            product.function},
      outputs_(product.activations.size(), std::vector<float>(weights_->rows)),
      operands_(room_for_operands(instruction)),
      start_(std::size_t{m} * n) {}

const layers::mma_operands& layer_values::operands(std::uint32_t warp, std::uint32_t chain,
                                                   std::uint64_t index) {
    const output_tiles::place at = tiles_.place_of(warp, chain, index);
    read_operands(instruction_, *weights_, at.row_tile * m, activations_->codes, at.column_tile * n,
                  at.k_instruction, operands_);
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
            outputs_[vector][output] = sums_.output(d[row * n + column]);
        }
    }
}

std::uint32_t layer_values::bias_of(std::uint64_t row) const {
    return row < weights_->rows ? sums_.start(weights_->bias[row]) : 0;
}

std::uint32_t layer_values::saturated_biases() const {
    return static_cast<std::uint32_t>(std::count_if(weights_->bias.begin(), weights_->bias.end(),
                                                    [&](float bias) { return sums_.saturates(bias); }));
}

}  // namespace lacuna::sparse_tensor_core
