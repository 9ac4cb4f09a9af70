/// The weights of a layer as operands A: their codes, packed, kept values and metadata alone where mma.sp
/// multiplies them; and the bias that sums begin with.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/sparse_tensor_core/operand_coding.h"
#include "models/sparse_tensor_core/packed_codes.h"
#include "models/sparse_tensor_core/weight_treatment.h"

namespace lacuna::sparse_tensor_core {

struct weight_operands {
    std::uint32_t rows = 0;     ///< outputs
    std::uint32_t columns = 0;  ///< inputs
    packed_codes values;        ///< rows x columns; of mma.sp columns / 2, as formats::compress() keeps them
    packed_codes metadata;      ///< rows x groups nibbles; none of mma
    std::vector<float> bias;    ///< one an output
    operand_coding coding;
};

/// Of weights whose last column is the bias. Where mma.sp is to multiply them they have its structure.
weight_operands pack_weights(const formats::csc<float>& weights, bool sparse, const operand_coding& coding);

/// As the treatment has it. Kept with the weights.
std::shared_ptr<const weight_operands> operands_of(const layers::affine_weights& weights,
                                                   const weight_treatment& treatment, const parameters& p);

}  // namespace lacuna::sparse_tensor_core
