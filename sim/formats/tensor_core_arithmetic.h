/// The arithmetic of a tensor core that multiplies whole layers: the type of its operands and accumulators,
/// and whether it drops the zeros of structured sparsity.
#pragma once

#include "sim/formats/sparse_mma.h"

namespace lacuna::formats {

/// The numerics are those of tensor_core_dot.h. Integer operands stand for real numbers
/// (layers/quantization.h).
struct tensor_core_arithmetic {
    operand_type type = operand_type::f16;  ///< of weights and activations
    accumulator_type accumulator = accumulator_type::f32;
    bool drops_zeros = true;  ///< weights of structured sparsity are multiplied by mma.sp, others by mma
};

}  // namespace lacuna::formats
