/// The plain product that every simulated output is compared with, bit by bit.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/formats/arithmetic.h"
#include "sim/formats/compressed_columns.h"
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

/// Throws wrong_product where an output is not the reference's, to the bit.
void check_outputs(const layers::outputs& computed, const layers::outputs& expected, const std::string& what);

/// Multiplications with two non-zero operands, the bias and its constant 1 included.
std::uint64_t effectual_macs(const layers::product& product);

}  // namespace lacuna::run
