/// The activations of a product as operands B: their codes, packed.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/sparse_tensor_core/operand_coding.h"
#include "models/sparse_tensor_core/packed_codes.h"
#include "sim/layers/activation_vectors.h"

namespace lacuna::sparse_tensor_core {

/// Integers by one scale of all vectors.
operand_coding coding_of(formats::operand_type type, const std::vector<std::vector<float>>& vectors);

/// Vectors x inputs.
packed_codes pack_activations(const std::vector<std::vector<float>>& vectors, std::uint32_t inputs,
                              const operand_coding& coding);

struct activation_operands {
    operand_coding coding;
    packed_codes codes;  ///< vectors x inputs
};

/// Kept with the vectors.
std::shared_ptr<const activation_operands> operands_of(const layers::activation_vectors& vectors,
                                                       std::uint32_t inputs, formats::operand_type type);

}  // namespace lacuna::sparse_tensor_core
