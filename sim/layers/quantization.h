/// Integers that stand for real numbers: number = code x scale, zero being zero, with one scale for all
/// numbers of a tensor.
///
/// The scale is the largest magnitude among them / the largest code of the type (s8: 127, u8: 255, s4: 7, u4:
/// 15), in double; 1 where all are zero. A code is number / scale, rounded to nearest, halves to even, and
/// saturated; so of s8 and s4 the least code, -128 and -8, stands for nothing. Numbers are finite.
///
/// A sum of products of codes is a sum of products of the numbers / (scale of the one x scale of the other).
///
/// Source: ordinary symmetric per-tensor quantization, as in H. Wu et al., "Integer Quantization for Deep
/// Learning Inference: Principles and Empirical Evaluation", arXiv 2004.09602, section 3.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/compressed_columns.h"
#include "sim/formats/operand_type.h"

namespace lacuna::layers {

struct quantization {
    std::int32_t least_code = -127;
    std::int32_t largest_code = 127;
    double scale = 1;

    std::int32_t code(float number) const;
};

// The type is one of integers.

/// Of numbers up to that magnitude; larger ones saturate.
quantization quantization_up_to(formats::operand_type type, float largest);
quantization quantization_of(formats::operand_type type, const std::vector<float>& numbers);
/// One scale for all vectors.
quantization quantization_of(formats::operand_type type, const std::vector<std::vector<float>>& vectors);
/// Of weights without their last column, the bias (affine_weights.h).
quantization quantization_of_weights(formats::operand_type type, const formats::csc<float>& weights);

/// The s32 that a sum of products starts from to have the bias added: bias / (scale x scale), rounded to
/// nearest, halves to even, and saturated.
std::int32_t bias_code(float bias, const quantization& weights, const quantization& activations);

/// The number that a sum of products stands for: (sum x scale of the weights) x scale of the activations, in
/// double.
float number_of_sum(std::int32_t sum, const quantization& weights, const quantization& activations);

}  // namespace lacuna::layers
