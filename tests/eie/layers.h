/// Small layers for the tests of EIE, written down or drawn from a seed.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "models/eie/parameters.h"
#include "sim/layers/workload.h"

namespace lacuna::eie::test {

/// A workload with one product. `entries` are (row, column) of weight 1; columns run to `inputs`, which is
/// the bias.
layers::workload layer_of(std::uint32_t outputs, const std::vector<float>& activations,
                          const std::vector<std::pair<std::uint32_t, std::uint32_t>>& entries);

/// A workload of random shape (up to 300 x 200), density (0 to 1, with empty rows, columns and bias), codes
/// (stored zeros among them) and activations (none, all, some; negative too where `negative`).
layers::workload random_layer(std::uint32_t seed, bool negative, std::uint32_t batch = 1);

/// Random parameters, unbounded in capacity: 1 to 256 PEs, 2 to 512 queue slots, any row width, floating or
/// fixed point, batches of a few rows.
parameters random_parameters(std::uint32_t seed);

/// Random parameters with `capacity: reload`, and memories so small that most random layers need several
/// passes, and some do not fit at all.
parameters reloading_parameters(std::uint32_t seed);

}  // namespace lacuna::eie::test
