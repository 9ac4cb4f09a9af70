/// The mask that any pattern gives any weights: the one entry to all rules of pruning.
#pragma once

#include <cstdint>

#include "sim/patterns/mask.h"
#include "sim/patterns/specification.h"

namespace lacuna::patterns {

/// The weights are outputs x inputs; groups and tiles start anew after every `segment` columns (n_of_m.h).
/// Under as_is and dense everything stays. Throws input_error where the columns are not whole segments, a
/// weight is NaN, or a row has fewer columns than banks.
mask mask_of(const specification& pattern, const formats::dense_matrix<float>& weights,
             std::uint32_t segment);

}  // namespace lacuna::patterns
