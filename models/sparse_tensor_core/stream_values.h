/// The values of an instruction stream of mma: the operands that its chains keep in registers, and the D that
/// each leaves. Only what is checked has any.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/chain_values.h"

namespace lacuna::sparse_tensor_core {

class stream_values final : public chain_values {
  public:
    /// The stream's instruction is an mma.
    explicit stream_values(const layers::instruction_stream& stream);

    bool are_computed(std::uint32_t warp, std::uint32_t chain, std::uint64_t index) const override;
    bool operands_change() const override { return false; }
    const layers::mma_operands& operands(std::uint32_t warp, std::uint32_t chain,
                                         std::uint64_t index) override;
    const std::vector<std::uint32_t>* start(std::uint32_t warp, std::uint32_t chain,
                                            std::uint64_t index) override;
    void finish(std::uint32_t warp, std::uint32_t chain, std::uint64_t index,
                const std::vector<std::uint32_t>& d) override;

    /// The last D that was computed of each of layers::checked_chains(), in that order.
    const std::vector<std::vector<std::uint32_t>>& registers() const { return registers_; }

  private:
    static constexpr std::uint32_t not_checked = ~std::uint32_t{0};
    std::uint32_t place_of(std::uint32_t warp, std::uint32_t chain) const;

    std::uint32_t ilp_;
    std::uint64_t iterations_;          // that are computed
    std::vector<std::uint32_t> place_;  // of every chain, in the vectors of checked ones
    std::vector<layers::mma_operands> operands_;
    std::vector<std::vector<std::uint32_t>> registers_;
    std::vector<std::uint32_t> zeros_;
};

}  // namespace lacuna::sparse_tensor_core
