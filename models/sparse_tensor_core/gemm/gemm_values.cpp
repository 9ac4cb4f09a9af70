#include "models/sparse_tensor_core/gemm/gemm_values.h"

#include <algorithm>
#include <utility>

#include "models/sparse_tensor_core/multiply_accumulate.h"
#include "sim/config/interruption.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::mma;

constexpr auto m = static_cast<std::uint32_t>(mma::m);
constexpr auto n = static_cast<std::uint32_t>(mma::n);

std::uint64_t divided_up(std::uint64_t size, std::uint64_t part) {
    return (size + part - 1) / part;
}

}  // namespace

gemm_values::gemm_values(const layers::sampled_gemm& gemm, const mma& instruction, std::uint64_t of_slice)
    : gemm_values(std::make_unique<drawn_operands>(gemm, instruction), instruction, of_slice, false) {}

gemm_values::gemm_values(const layers::product& product, std::shared_ptr<const weight_operands> weights,
                         const mma& instruction, std::uint64_t of_slice, bool whole)
    : gemm_values(std::make_unique<product_operands>(product, std::move(weights), instruction), instruction,
                  of_slice, whole) {}

gemm_values::gemm_values(std::unique_ptr<gemm_operands> source, const mma& instruction,
                         std::uint64_t of_slice, bool whole)
    : source_(std::move(source)),
      instruction_(instruction),
      instructions_(std::max<std::uint64_t>(1, divided_up(source_->k, static_cast<unsigned>(instruction.k)))),
      per_slice_(std::min(instructions_, of_slice)),
      tiles_(whole ? all_tiles(source_->m, source_->n)
                   : computed_tiles(source_->m, source_->n, source_->k, source_->seed)),
      sums_(tiles_.size() * slices()),
      operands_(room_for_operands(instruction)),
      start_(std::size_t{m} * n) {}

bool gemm_values::are_whole() const {
    return tiles_.size() == divided_up(source_->m, m) * divided_up(source_->n, n);
}

std::uint32_t gemm_values::saturated_biases() const {
    std::uint32_t saturated = 0;
    for (std::uint32_t row = 0; row < source_->m; ++row)
        saturated += source_->sums.saturates(source_->bias(row)) ? 1 : 0;
    return saturated;
}

std::uint64_t gemm_values::end_of(std::uint64_t slice) const {
    return std::min(instructions_, (slice + 1) * per_slice_);
}

std::uint64_t gemm_values::slice_k() const {
    return slices() == 1 ? 0 : per_slice_ * static_cast<unsigned>(instruction_.k);
}

const layers::mma_operands& gemm_values::operands(std::size_t tile, std::uint64_t index) {
    source_->read(tiles_[tile], index, operands_);
    return operands_;
}

const std::vector<std::uint32_t>& gemm_values::start(std::size_t tile, std::uint64_t slice) {
    for (std::uint32_t row = 0; row < m; ++row) {
        const float bias = slice == 0 ? source_->bias(tiles_[tile].row * m + row) : 0;
        std::fill_n(start_.begin() + static_cast<std::ptrdiff_t>(row * n), n, source_->sums.start(bias));
    }
    return start_;
}

void gemm_values::finish(std::size_t tile, std::uint64_t slice, const std::vector<std::uint32_t>& d) {
    sums_[tile * slices() + slice] = d;
}

void gemm_values::compute() {
    for (std::size_t tile = 0; tile < tiles_.size(); ++tile) {
        for (std::uint64_t slice = 0; slice < slices(); ++slice) {
            if (!sums_[tile * slices() + slice].empty()) continue;
            std::vector<std::uint32_t> d = start(tile, slice);
            for (std::uint64_t index = first_of(slice); index < end_of(slice); ++index) {
                if (index % 256 == 0) give_up_if_stopped();
                d = multiply_accumulate(instruction_, operands(tile, index), d);
            }
            finish(tile, slice, d);
        }
    }
}

layers::output_tile gemm_values::outputs_of(std::size_t tile) const {
    const tile_place& place = tiles_[tile];
    layers::output_tile outputs;
    outputs.row = static_cast<std::uint32_t>(place.row * m);
    outputs.column = static_cast<std::uint32_t>(place.column * n);
    outputs.rows = std::min(m, source_->m - outputs.row);
    outputs.columns = std::min(n, source_->n - outputs.column);
    for (std::uint32_t row = 0; row < outputs.rows; ++row) {
        for (std::uint32_t column = 0; column < outputs.columns; ++column) {
            const std::size_t at = std::size_t{row} * n + column;
            std::uint32_t sum = sums_[tile * slices()][at];
            for (std::uint64_t slice = 1; slice < slices(); ++slice)
                sum = source_->sums.sum_of_slices(sum, sums_[tile * slices() + slice][at]);
            outputs.values.push_back(source_->sums.output(sum));
        }
    }
    return outputs;
}

std::vector<layers::output_tile> gemm_values::outputs_of_tiles() const {
    std::vector<layers::output_tile> all;
    for (std::size_t tile = 0; tile < tiles_.size(); ++tile) all.push_back(outputs_of(tile));
    return all;
}

layers::outputs gemm_values::outputs() const {
    layers::outputs all(source_->n, std::vector<float>(source_->m));
    for (std::size_t t = 0; t < tiles_.size(); ++t) {
        const layers::output_tile tile = outputs_of(t);
        for (std::uint32_t row = 0; row < tile.rows; ++row)
            for (std::uint32_t column = 0; column < tile.columns; ++column)
                all[tile.column + column][tile.row + row] =
                    tile.values[std::size_t{row} * tile.columns + column];
    }
    return all;
}

}  // namespace lacuna::sparse_tensor_core
