/// How far outputs in another arithmetic are from those of 32-bit floating point.
#pragma once

#include "sim/accelerator/accelerator.h"
#include "sim/layers/workload.h"
#include "sim/reports/result.h"

namespace lacuna::run {

/// Whether outputs are computed otherwise than in 32-bit floating point, one product after the other.
bool deviates(const numerics& how);

/// Both hold batch vectors of the same number of outputs.
reports::deviation deviation_of(const layers::outputs& computed, const layers::outputs& in_float);

}  // namespace lacuna::run
