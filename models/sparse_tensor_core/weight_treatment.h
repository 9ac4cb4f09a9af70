/// How the weights of a layer are multiplied: by mma.sp where they have the structure that it asks for, else
/// as `on_violation` says.
#pragma once

#include <memory>
#include <string>

#include "models/sparse_tensor_core/parameters.h"
#include "sim/layers/affine_weights.h"

namespace lacuna::sparse_tensor_core {

struct weight_treatment {
    bool sparse = false;                                ///< mma.sp multiplies them, else mma
    std::string violation;                              ///< "dense" or "prune", as in outcome
    double magnitude_kept = 1;                          ///< sum of |w| after pruning / before, bias apart
    std::string note;                                   ///< where there was a violation
    std::shared_ptr<const formats::csc<float>> pruned;  ///< where they were pruned
};

/// Kept with the weights. Throws input_error where the weights violate the structure and on_violation is
/// "error"; where it is "prune" but the inputs make no whole groups, or a weight is NaN.
std::shared_ptr<const weight_treatment> treatment_of(const layers::affine_weights& weights,
                                                     const parameters& p);

/// The weights that are multiplied, bias included: as given, or pruned. Throws as treatment_of() where they
/// are to be pruned.
formats::csc<float> stored_weights(const layers::affine_weights& weights, const parameters& p);

}  // namespace lacuna::sparse_tensor_core
