/// How far fixed-point outputs are from those of 32-bit floating point.
#pragma once

#include "sim/layers/workload.h"
#include "sim/reports/result.h"

namespace lacuna::run {

/// Both hold batch vectors of the same number of outputs.
reports::deviation deviation_of(const layers::outputs& computed, const layers::outputs& in_float);

}  // namespace lacuna::run
