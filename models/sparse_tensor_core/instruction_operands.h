/// The operands of one instruction, out of the matrices of a product: 16 rows of A, with their metadata, and
/// 8 columns of B, k values of each. Beyond the matrices everything is 0.
#pragma once

#include <cstdint>

#include "models/sparse_tensor_core/packed_codes.h"
#include "models/sparse_tensor_core/weight_operands.h"
#include "sim/formats/mma.h"
#include "sim/layers/instruction_stream.h"

namespace lacuna::sparse_tensor_core {

/// With room for everything that read_operands() writes.
layers::mma_operands room_for_operands(const formats::mma& instruction);

/// Those of the instruction number `k_instruction` along k. Activations are columns x k; the weights are
/// packed for such an instruction.
void read_operands(const formats::mma& instruction, const weight_operands& weights, std::uint64_t first_row,
                   const packed_codes& activations, std::uint64_t first_column, std::uint64_t k_instruction,
                   layers::mma_operands& to);

}  // namespace lacuna::sparse_tensor_core
