/// The values of a layer's product: A from its weights, B from its activations, the bias where a tile begins,
/// and its outputs from the last D of each tile.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/sparse_tensor_core/accumulator_coding.h"
#include "models/sparse_tensor_core/activation_operands.h"
#include "models/sparse_tensor_core/chain_values.h"
#include "models/sparse_tensor_core/instruction_operands.h"
#include "models/sparse_tensor_core/output_tiles.h"
#include "models/sparse_tensor_core/weight_operands.h"
#include "sim/layers/workload.h"

namespace lacuna::sparse_tensor_core {

class layer_values final : public chain_values {
  public:
    layer_values(const layers::product& product, std::shared_ptr<const weight_operands> weights,
                 const formats::mma& instruction, const output_tiles& tiles);

    bool are_computed(std::uint32_t, std::uint32_t, std::uint64_t) const override { return true; }
    bool operands_change() const override { return true; }
    const layers::mma_operands& operands(std::uint32_t warp, std::uint32_t chain,
                                         std::uint64_t index) override;
    const std::vector<std::uint32_t>* start(std::uint32_t warp, std::uint32_t chain,
                                            std::uint64_t index) override;
    void finish(std::uint32_t warp, std::uint32_t chain, std::uint64_t index,
                const std::vector<std::uint32_t>& d) override;

    /// With the activation function applied; complete once every instruction has finished.
    const layers::outputs& outputs() const { return outputs_; }

    /// Biases that saturate as sums of integers.
    std::uint32_t saturated_biases() const;

  private:
    std::uint32_t bias_of(std::uint64_t row) const;

    std::shared_ptr<const weight_operands> weights_;
    formats::mma instruction_;
    output_tiles tiles_;
    std::shared_ptr<const activation_operands> activations_;
    accumulator_coding sums_;
    layers::outputs outputs_;
    layers::mma_operands operands_;
    std::vector<std::uint32_t> start_;
};

}  // namespace lacuna::sparse_tensor_core
