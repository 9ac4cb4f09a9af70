#include "models/sparse_tensor_core/gemm/gemm_operands.h"

#include <algorithm>
#include <vector>

#include "sim/patterns/structured.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::mma;
using layers::sampled_gemm;

constexpr auto rows_of_tile = static_cast<std::uint64_t>(mma::m);
constexpr auto columns_of_tile = static_cast<std::uint64_t>(mma::n);

operand_coding coding_of(formats::operand_type type, const layers::drawn_vectors& drawn) {
    if (!operand_coding::is_integer(type)) return {type, {}};
    return {type, layers::quantization_up_to(type, drawn.scaled_magnitude())};
}

/// The vectors as rows of a matrix, with a last column, of the bias, that is empty.
formats::csc<float> matrix_of(const std::vector<std::vector<float>>& rows) {
    const auto columns = static_cast<std::uint32_t>(rows.front().size());
    formats::csc<float> matrix{static_cast<std::uint32_t>(rows.size()), columns + 1, {0}, {}, {}};
    matrix.row.reserve(rows.size() * columns);
    matrix.value.reserve(rows.size() * columns);
    for (std::uint32_t column = 0; column < columns; ++column) {
        for (std::uint32_t row = 0; row < matrix.rows; ++row) {
            matrix.row.push_back(row);
            matrix.value.push_back(rows[row][column]);
        }
        matrix.column_begin.push_back(matrix.stored());
    }
    matrix.column_begin.push_back(matrix.stored());
    return matrix;
}

}  // namespace

product_operands::product_operands(const layers::product& product,
                                   std::shared_ptr<const weight_operands> weights, const mma& instruction)
    : instruction_(instruction), weights_(std::move(weights)) {
    m = weights_->rows;
    n = static_cast<std::uint32_t>(product.activations.size());
    k = weights_->columns;
    activations_ = operands_of(product.activations, k, instruction.b);
    sums = {instruction.accumulator, weights_->coding.quantization, activations_->coding.quantization,
            product.function};
}

void product_operands::read(const tile_place& tile, std::uint64_t index, layers::mma_operands& to) {
    read_operands(instruction_, *weights_, tile.row * rows_of_tile, activations_->codes,
                  tile.column * columns_of_tile, index, to);
}

drawn_operands::drawn_operands(const sampled_gemm& gemm, const mma& instruction)
    : gemm_(gemm),
      instruction_(instruction),
      weights_coding_(coding_of(instruction.a, gemm.weights)),
      activations_coding_(coding_of(instruction.b, gemm.activations)) {
    m = gemm.m;
    n = gemm.n;
    k = gemm.k;
    seed = std::uint64_t{gemm.weights.seed} << 32 | gemm.activations.seed;
    sums = {instruction.accumulator, weights_coding_.quantization, activations_coding_.quantization,
            gemm.function};
}

void drawn_operands::read(const tile_place& tile, std::uint64_t index, layers::mma_operands& to) {
    const std::uint64_t of_piece = sampled_gemm::values_per_piece / static_cast<unsigned>(instruction_.k);
    const std::uint64_t piece = index / of_piece;
    const std::uint64_t values = end_of(piece) - first_of(piece);
    const weight_operands& a =
        weights_.get({tile.row, piece}, values * rows_of_tile, [&] { return draw_weights(tile.row, piece); });
    const packed_codes& b = activations_.get({tile.column, piece}, values * columns_of_tile,
                                             [&] { return draw_activations(tile.column, piece); });
    read_operands(instruction_, a, 0, b, 0, index % of_piece, to);
}

weight_operands drawn_operands::draw_weights(std::uint64_t row_tile, std::uint64_t piece) const {
    std::vector<std::vector<float>> rows;
    const std::uint64_t first = row_tile * rows_of_tile;
    for (std::uint64_t row = first; row < std::min<std::uint64_t>(m, first + rows_of_tile); ++row)
        rows.push_back(gemm_.weights_of(static_cast<std::uint32_t>(row), first_of(piece), end_of(piece)));
    formats::csc<float> strip = matrix_of(rows);
    if (instruction_.sparse) strip = patterns::structured(instruction_.a, strip, strip.columns - 1);
    return pack_weights(strip, instruction_.sparse, weights_coding_);
}

packed_codes drawn_operands::draw_activations(std::uint64_t column_tile, std::uint64_t piece) const {
    std::vector<std::vector<float>> vectors;
    const std::uint64_t first = column_tile * columns_of_tile;
    for (std::uint64_t column = first; column < std::min<std::uint64_t>(n, first + columns_of_tile); ++column)
        vectors.push_back(
            gemm_.activations_of(static_cast<std::uint32_t>(column), first_of(piece), end_of(piece)));
    return pack_activations(vectors, end_of(piece) - first_of(piece), activations_coding_);
}

std::uint32_t drawn_operands::first_of(std::uint64_t piece) const {
    return static_cast<std::uint32_t>(piece * sampled_gemm::values_per_piece);
}

std::uint32_t drawn_operands::end_of(std::uint64_t piece) const {
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(k, (piece + 1) * sampled_gemm::values_per_piece));
}

}  // namespace lacuna::sparse_tensor_core
