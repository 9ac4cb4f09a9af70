/// Random weights and activations, the same on every machine: Boost.Random with MT19937 (32 bit) and a
/// written seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/formats/compressed_columns.h"

namespace lacuna::layers {

enum class distribution { normal, uniform, half_normal };

/// Magnitude-pruned random weights, with what was pruned away summed up.
struct generated_weights {
    formats::csc<float> kept;
    double source_magnitude = 0;  ///< sum of |w| over all source values
    double kept_magnitude = 0;    ///< sum of |w| over the kept ones
};

/// Draws rows x columns weights row by row (normal: mean 0, deviation 1; half_normal: its magnitude; uniform:
/// -1 to 1) and keeps those that patterns::unstructured keeps: the same as pruning the whole matrix, without
/// holding it. Memory is in proportion to the kept entries. `density` is 0 to 1; at 1 every weight stays, a
/// drawn 0 as a stored zero. Throws input_error where the density is not, or where more than 2^31 weights
/// would stay, and interrupted.
generated_weights generate_pruned_weights(std::uint32_t rows, std::uint32_t columns, distribution values,
                                          std::uint32_t seed, double density);

/// `batch` vectors of `length` activations: in each, length x density positions (rounded as
/// patterns::zeros_at_density has it) chosen at random hold a non-zero value (half_normal: |normal|, as after
/// ReLU; normal: both signs; uniform: 0 to 1, both excluded), the others 0. Throws input_error where the
/// density is not 0 to 1, and interrupted.
std::vector<std::vector<float>> generate_activations(std::uint32_t batch, std::uint32_t length,
                                                     distribution values, std::uint32_t seed, double density);

}  // namespace lacuna::layers
