/// The activations of a product as operands B: their codes, packed.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/operand_coding.h"
#include "models/sparse_tensor_core/packed_codes.h"

namespace lacuna::sparse_tensor_core {

/// Integers by one scale of all vectors.
operand_coding coding_of(formats::operand_type type, const std::vector<std::vector<float>>& vectors);

/// Vectors x inputs.
packed_codes pack_activations(const std::vector<std::vector<float>>& vectors, std::uint32_t inputs,
                              const operand_coding& coding);

}  // namespace lacuna::sparse_tensor_core
