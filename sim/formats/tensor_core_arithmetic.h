/// The arithmetic of a tensor core that multiplies whole layers: the type of its operands and accumulators,
/// and whether it drops the zeros of structured sparsity.
#pragma once

#include <cstdint>

#include "sim/formats/sparse_mma.h"

namespace lacuna::formats {

/// The numerics are those of tensor_core_dot.h. Integer operands stand for real numbers
/// (layers/quantization.h).
struct tensor_core_arithmetic {
    operand_type type = operand_type::f16;  ///< of weights and activations
    accumulator_type accumulator = accumulator_type::f32;
    bool drops_zeros = true;  ///< weights of structured sparsity are multiplied by mma.sp, others by mma
    /// Split-k: slices of so many inputs, whole instructions, are summed apart, the first one from the bias
    /// and the others from 0, and then added in their order: f32 and f16 rounded to nearest, halves to even;
    /// s32 wraps. A NaN that comes of it has the pattern of tensor_core_dot.h. 0: all in one sum.
    std::uint64_t slice_k = 0;
};

}  // namespace lacuna::formats
