/// A GEMM whose operands are drawn vector by vector, so that any of its output tiles can be computed alone:
/// A, m x k weights, times B, k x n activations, neither ever held whole.
///
/// A row of A or column of B is drawn in pieces along k, each piece from an engine of its own (Boost.Random,
/// MT19937, 64 bit). The seed of that engine is 0 into which the written seed, 0 for A or 1 for B, the number
/// of the row or column and that of the piece are mixed in turn: seed = mix(seed + number), mix being the
/// output function of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), so that neighbours have nothing in
/// common.
///
/// Values are those of generate_pruned_weights() at density 1 and of generate_activations(), but from these
/// engines, and none is 0: in place of a drawn 0 the next is taken.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/layers/activation_function.h"
#include "sim/layers/random_values.h"

namespace lacuna::layers {

/// What the vectors of an operand are drawn from.
struct drawn_vectors {
    distribution values = distribution::normal;
    std::uint32_t seed = 0;

    /// The magnitude that integers are scaled by, as the largest is not known: 1 of uniform values, 6
    /// (deviations, which one of 500 million exceeds, and saturates) of normal ones.
    float scaled_magnitude() const { return values == distribution::uniform ? 1 : 6; }
};

struct sampled_gemm {
    static constexpr std::uint32_t values_per_piece = 4096;
    /// So that what is counted of it stays countable.
    static constexpr std::uint64_t most_macs = std::uint64_t{1} << 53;

    std::uint32_t m = 0;  ///< outputs
    std::uint32_t n = 0;  ///< activation vectors
    std::uint32_t k = 0;  ///< inputs
    drawn_vectors weights;
    drawn_vectors activations;
    activation_function function = activation_function::relu;

    /// Multiply-accumulates; at most most_macs.
    std::uint64_t macs() const { return std::uint64_t{m} * n * k; }
    std::uint64_t outputs() const { return std::uint64_t{m} * n; }

    // k values.

    std::vector<float> row_of_weights(std::uint32_t row) const;
    std::vector<float> column_of_activations(std::uint32_t column) const;

    // Those of [first, end) alone. Throw interrupted.

    std::vector<float> weights_of(std::uint32_t row, std::uint32_t first, std::uint32_t end) const;
    std::vector<float> activations_of(std::uint32_t column, std::uint32_t first, std::uint32_t end) const;
};

}  // namespace lacuna::layers
