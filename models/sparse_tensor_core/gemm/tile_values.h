/// The values of a program whose chains go along output tiles of a GEMM, as the boxes ask for them: those of
/// the tiles that are computed (gemm_values.h), nothing of the others.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "models/sparse_tensor_core/chain_values.h"
#include "models/sparse_tensor_core/gemm/gemm_values.h"
#include "models/sparse_tensor_core/gemm/waves.h"

namespace lacuna::sparse_tensor_core {

class tile_values final : public chain_values {
  public:
    /// What an instruction of a chain works on.
    struct place {
        tile_place tile;
        std::uint64_t slice = 0;
        std::uint64_t instruction = 0;  ///< along k, of the slice
    };
    using locate = std::function<place(std::uint32_t warp, std::uint32_t chain, std::uint64_t index)>;

    tile_values(gemm_values& values, locate where);

    bool are_computed(std::uint32_t warp, std::uint32_t chain, std::uint64_t index) const override;
    bool operands_change() const override { return true; }
    const layers::mma_operands& operands(std::uint32_t warp, std::uint32_t chain,
                                         std::uint64_t index) override;
    const std::vector<std::uint32_t>* start(std::uint32_t warp, std::uint32_t chain,
                                            std::uint64_t index) override;
    void finish(std::uint32_t warp, std::uint32_t chain, std::uint64_t index,
                const std::vector<std::uint32_t>& d) override;

  private:
    std::optional<std::size_t> number_of(const place& at) const;

    gemm_values& values_;
    locate where_;
    std::map<tile_place, std::size_t> numbers_;  // of the tiles that are computed
};

/// What a chain of a block's warp computes.
tile_values::place place_in_block(const tiled_gemm& gemm, const block_place& block, std::uint32_t warp,
                                  std::uint32_t chain, std::uint64_t index);

}  // namespace lacuna::sparse_tensor_core
