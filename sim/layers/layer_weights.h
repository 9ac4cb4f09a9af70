/// The weights of a layer: drawn or read from their source, a pattern put on them, the bias beside them.
#pragma once

#include <string>
#include <vector>

#include "sim/layers/affine_weights.h"
#include "sim/layers/layer.h"
#include "sim/patterns/specification.h"

namespace lacuna::layers {

struct layer_weights {
    affine_weights weights;     ///< of all groups of a convolution, one below the other
    double magnitude_kept = 1;  ///< sum of |w| over the pattern's weights / over the source's, bias apart
    double of_best = 1;         ///< the same sum / that of as many non-zeros as are left, the largest of all
    std::vector<std::string> notes = {};  ///< that the source is pruned already, and what that means
};

/// Throws input_error for data that is missing, wrong or too large, and interrupted.
layer_weights load_weights(const layer& description, const patterns::specification& pattern);

}  // namespace lacuna::layers
