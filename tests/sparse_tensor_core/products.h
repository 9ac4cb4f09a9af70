/// Products for tests: small whole numbers, whose sums every type of accumulator holds exactly.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/parameters.h"
#include "sim/layers/workload.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::sparse_tensor_core::test {

/// Row by row; the last column is the bias.
layers::affine_weights weights_of(const std::vector<std::vector<float>>& rows);

/// Whole numbers -`largest` to `largest`, the first of weights and activations the largest of all, so that
/// the scales of integers are 1 where it is their largest code; about half of the weights and activations are
/// zeros, and the weights have the structure that the type asks for where `structured`.
layers::product random_product(formats::random_source& random, formats::operand_type type,
                               std::uint32_t outputs, std::uint32_t inputs, std::uint32_t batch, int largest,
                               bool structured);

/// Weights x activations + bias, then the activation function, in double.
layers::outputs plain_product(const layers::product& product);

/// Those of the type, all else as it is.
parameters parameters_of(const std::string& type);

}  // namespace lacuna::sparse_tensor_core::test
