/// What the outputs of a product are compared with, and what describes it: computed plainly once for each way
/// of storing the weights and of computing, and kept with the product.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/accelerator/accelerator.h"
#include "sim/layers/workload.h"
#include "sim/run/layer_description.h"

namespace lacuna::run {

class product_reference {
  public:
    /// Of weights as an accelerator stores them. The product lives as long as this.
    product_reference(const layers::product& product, held_weights weights);

    const layers::product& product() const { return product_; }
    const held_weights& weights() const { return weights_; }
    /// reference_product() in that arithmetic. Throws interrupted.
    std::shared_ptr<const layers::outputs> outputs(const numerics& how) const;
    /// reference_tiles() of those places, whose values are disregarded. Throws interrupted.
    std::shared_ptr<const std::vector<layers::output_tile>> tiles(
        const formats::tensor_core_arithmetic& how, const std::vector<layers::output_tile>& places) const;
    std::shared_ptr<const layer_description> description() const;

  private:
    /// The weights' address stands for them in the name: what is kept keeps them, so that no others come
    /// there.
    template <class Thing, class Make>
    std::shared_ptr<const Thing> kept(const std::string& name, Make make) const;

    const layers::product& product_;
    held_weights weights_;
};

}  // namespace lacuna::run
