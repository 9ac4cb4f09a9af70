/// Random design points and work for the sparse tensor core, each from a seed.
#pragma once

#include <cstdint>

#include "models/sparse_tensor_core/parameters.h"
#include "sim/layers/workload.h"

namespace lacuna::sparse_tensor_core::test {

/// Near and far from the A100's; weights without structure are pruned or multiplied dense.
parameters random_parameters(std::uint32_t seed);

/// A short stream of any instruction.
layers::workload random_stream(std::uint32_t seed);

/// A small layer with a bias in every other, whose inputs make whole groups.
layers::workload random_layer(std::uint32_t seed);

}  // namespace lacuna::sparse_tensor_core::test
