/// What sums begin with, and the outputs that they become: real numbers as accumulators, of integers in units
/// of the operands' scales (layers/quantization.h), and back.
#pragma once

#include <cstdint>

#include "models/sparse_tensor_core/operand_coding.h"
#include "sim/formats/sparse_mma.h"
#include "sim/layers/activation_function.h"

namespace lacuna::sparse_tensor_core {

struct accumulator_coding {
    formats::accumulator_type type = formats::accumulator_type::f32;
    layers::quantization weights = {};      ///< of integers alone
    layers::quantization activations = {};  ///< of integers alone
    layers::activation_function function = layers::activation_function::none;

    /// The bit pattern that a sum with that bias begins with.
    std::uint32_t start(float bias) const;
    /// Whether a bias, in units of s32 sums, is at an end of their range: most likely it is beyond it.
    bool saturates(float bias) const;
    /// The output that a sum becomes. Never -0: the sign of a zero would depend on the zeros that fill k.
    float output(std::uint32_t sum) const;
    /// The sum of two slices of k: f32 and f16 rounded to nearest, halves to even, any NaN being 0x7fffffff
    /// or 0x7fff; s32 wraps.
    std::uint32_t sum_of_slices(std::uint32_t a, std::uint32_t b) const;
};

}  // namespace lacuna::sparse_tensor_core
