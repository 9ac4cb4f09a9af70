/// The plain product that every simulated output is compared with, bit by bit.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/accelerator/accelerator.h"
#include "sim/formats/arithmetic.h"
#include "sim/formats/compressed_columns.h"
#include "sim/formats/tensor_core_arithmetic.h"
#include "sim/layers/workload.h"

namespace lacuna::run {

/// A simulated output differs from the reference: the sentence names the first.
class wrong_product : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// weights x activations + bias in the given arithmetic, columns in rising order, the bias last; zeros of the
/// activations are multiplied too. `weights` is outputs x (inputs + 1).
layers::outputs reference_product(const formats::csc<float>& weights,
                                  const std::vector<std::vector<float>>& activations,
                                  layers::activation_function function,
                                  const formats::arithmetic& arithmetic = {});

/// weights x activations + bias as a tensor core multiplies whole layers. Weights are A, each vector of the
/// activations is a column of B, and the bias is the accumulator that a row starts from, rounded to it: to
/// f16 nearest, halves to even. Integers stand for reals by one scale of the weights, the bias apart, and one
/// of all activations (layers/quantization.h).
///
/// A row is summed by formats::tensor_core_dot() along k: of weights that have the structure that their type
/// asks for (patterns/structured.h), where zeros are dropped, the values that formats::compress() keeps,
/// zeros that fill a group included; else all values. K that is no multiple of the instruction's is filled up
/// with zeros. These change no sum but one: a sum that was rounded to -0 would become +0 where another k-step
/// of zeros follows it, which depends on the instruction's k. So an output is never -0. Slices of k are those
/// that the arithmetic names.
layers::outputs reference_product(const formats::csc<float>& weights,
                                  const std::vector<std::vector<float>>& activations,
                                  layers::activation_function function,
                                  const formats::tensor_core_arithmetic& how);

/// In either arithmetic.
layers::outputs reference_product(const formats::csc<float>& weights,
                                  const std::vector<std::vector<float>>& activations,
                                  layers::activation_function function, const numerics& how);

/// Throws wrong_product where an output is not the reference's, to the bit.
void check_outputs(const layers::outputs& computed, const layers::outputs& expected, const std::string& what);

/// Multiplications with two non-zero operands, the bias, which is the last column of the weights, and its
/// constant 1 included.
std::uint64_t effectual_macs(const formats::csc<float>& weights,
                             const std::vector<std::vector<float>>& activations);

}  // namespace lacuna::run
