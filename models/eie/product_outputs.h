/// The outputs of a product as the transaction engine computes them, in its own sparse product.
///
/// They depend on the weights, the activations and the arithmetic alone, on no count of PEs, queues or
/// memories: computed once for the design points that agree in these, and checked in every run.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/eie/parameters.h"
#include "sim/layers/workload.h"

namespace lacuna::eie {

struct product_outputs {
    layers::outputs values;
    std::vector<std::uint64_t> overflows;  ///< by output, of all vectors: products and sums beyond the range
};

/// `codebook` are the operands that the codes stand for. Kept with the product. Throws interrupted.
std::shared_ptr<const product_outputs> outputs_of(const layers::product& product,
                                                  const std::vector<float>& codebook, const parameters& p);

}  // namespace lacuna::eie
