#include "models/sparse_tensor_core/gemm/tile_values.h"

#include <utility>

#include "models/sparse_tensor_core/gemm/block_program.h"

namespace lacuna::sparse_tensor_core {

tile_values::tile_values(gemm_values& values, locate where) : values_(values), where_(std::move(where)) {
    for (std::size_t i = 0; i < values.tiles().size(); ++i) numbers_[values.tiles()[i]] = i;
}

std::optional<std::size_t> tile_values::number_of(const place& at) const {
    const auto known = numbers_.find(at.tile);
    if (known == numbers_.end() || at.slice >= values_.slices()) return std::nullopt;
    // Beyond the last there are zeros only, which fill a k tile.
    if (values_.first_of(at.slice) + at.instruction >= values_.end_of(at.slice)) return std::nullopt;
    return known->second;
}

bool tile_values::are_computed(std::uint32_t warp, std::uint32_t chain, std::uint64_t index) const {
    return number_of(where_(warp, chain, index)).has_value();
}

const layers::mma_operands& tile_values::operands(std::uint32_t warp, std::uint32_t chain,
                                                  std::uint64_t index) {
    const place at = where_(warp, chain, index);
    return values_.operands(*number_of(at), values_.first_of(at.slice) + at.instruction);
}

const std::vector<std::uint32_t>* tile_values::start(std::uint32_t warp, std::uint32_t chain,
                                                     std::uint64_t index) {
    const place at = where_(warp, chain, index);
    return at.instruction == 0 ? &values_.start(*number_of(at), at.slice) : nullptr;
}

void tile_values::finish(std::uint32_t warp, std::uint32_t chain, std::uint64_t index,
                         const std::vector<std::uint32_t>& d) {
    const place at = where_(warp, chain, index);
    if (values_.first_of(at.slice) + at.instruction + 1 == values_.end_of(at.slice))
        values_.finish(*number_of(at), at.slice, d);
}

tile_values::place place_in_block(const tiled_gemm& gemm, const block_place& block, std::uint32_t warp,
                                  std::uint32_t chain, std::uint64_t index) {
    const gemm_tile& tile = gemm.tile();
    const std::uint32_t warp_rows = tile.block_m / tile.warp_m;
    const fragment_place fragment = fragments_of_chain(gemm, chain);
    tile_values::place at;
    at.tile.row =
        block.row * (tile.block_m / formats::mma::m) + warp % warp_rows * gemm.row_fragments() + fragment.row;
    at.tile.column = block.column * (tile.block_n / formats::mma::n) +
                     warp / warp_rows * gemm.column_fragments() + fragment.column;
    at.slice = block.slice;
    at.instruction = index;
    return at;
}

}  // namespace lacuna::sparse_tensor_core
