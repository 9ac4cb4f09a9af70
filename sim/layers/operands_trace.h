/// Reading from its trace where a layer's weights, activations and bias come from.
#pragma once

#include "sim/config/table.h"
#include "sim/layers/layer.h"

namespace lacuna::layers {

// The shape of the layer, and whether it is sampled, are known already. Each throws input_error with
// file:line.

/// The key `weights`: a distribution, a seed and a pattern; or a file.
void read_weights(config::table& trace, layer& result);
/// The key `activations`: a density and a seed; a file; or the layer before.
void read_activations(config::table& trace, layer& result);
/// The key `bias`: a distribution and a seed, a file, or none. After read_weights().
void read_bias(config::table& trace, layer& result);

}  // namespace lacuna::layers
