/// What a trace of a GEMM of `check: sampled` cannot ask for, as its operands are drawn vector by vector.
#pragma once

#include "sim/config/yaml.h"
#include "sim/layers/layer.h"

namespace lacuna::layers {

/// Refuses weights and activations that are more than a distribution and a seed, and a bias. Throws
/// input_error with file:line. What is wrong in any trace is left to those who read it.
void check_is_drawn(const config::node& trace);

/// Refuses sizes whose multiply-accumulates could not be counted. Throws input_error with file:line.
void check_is_countable(const layer& gemm);

}  // namespace lacuna::layers
