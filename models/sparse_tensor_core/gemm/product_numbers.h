/// The outputs of a product computed apart from any timing, instruction by instruction along k.
///
/// They depend on the operands, the instruction and the slices of k alone -- on no number of warps, stages or
/// SMs: computed once for the design points that agree in these, and checked in every run.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/sparse_tensor_core/gemm/gemm_values.h"

namespace lacuna::sparse_tensor_core {

struct product_numbers {
    layers::outputs outputs;                 ///< none where not all were computed
    std::vector<layers::output_tile> tiles;  ///< then those that were
    std::uint64_t slice_k = 0;               ///< as formats::tensor_core_arithmetic has it
    std::uint32_t saturated_biases = 0;
};

/// Of values that are all finished.
product_numbers numbers_of(const gemm_values& values);

/// Those of gemm_values of the same, computed; kept with the product. Throws interrupted.
std::shared_ptr<const product_numbers> numbers_of(const layers::product& product,
                                                  const std::shared_ptr<const weight_operands>& weights,
                                                  const formats::mma& instruction, std::uint64_t of_slice,
                                                  bool whole);

}  // namespace lacuna::sparse_tensor_core
