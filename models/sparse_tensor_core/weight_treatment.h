/// How the weights of a layer are multiplied: by mma.sp where they have the structure that it asks for, else
/// as `on_violation` says.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "models/sparse_tensor_core/parameters.h"
#include "sim/layers/affine_weights.h"
#include "sim/layers/sampled_gemm.h"

namespace lacuna::sparse_tensor_core {

struct weight_treatment {
    bool sparse = false;                                     ///< mma.sp multiplies them, else mma
    std::string violation = {};                              ///< "dense" or "prune", as in outcome
    std::string note = {};                                   ///< where there was a violation
    double magnitude_before = 0;                             ///< sum of |w|, bias apart
    double magnitude_after = 0;                              ///< the same after pruning
    bool is_magnitude_known = true;                          ///< or not all weights were seen
    std::shared_ptr<const formats::csc<float>> pruned = {};  ///< where they were pruned
};

/// Kept with the weights. Throws input_error where the weights violate the structure and on_violation is
/// "error"; where it is "prune" but the inputs make no whole groups, or a weight is NaN.
std::shared_ptr<const weight_treatment> treatment_of(const layers::affine_weights& weights,
                                                     const parameters& p);

/// Of drawn weights, of which none is 0, so that no group of them has the structure. Where they are to be
/// pruned, `pruned` is empty: each row is pruned as it is drawn. Throws like the other.
weight_treatment treatment_of(const layers::sampled_gemm& gemm, const parameters& p);

/// The weights that are multiplied, bias included: as given, or pruned. Throws as treatment_of() where they
/// are to be pruned.
held_weights stored_weights(const layers::affine_weights& weights, const parameters& p);

}  // namespace lacuna::sparse_tensor_core
