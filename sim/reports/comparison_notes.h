/// What a reader of a comparison should know, in sentences: rows that are not compared, and rows that should
/// not be.
#pragma once

#include <string>

#include "sim/reports/comparison.h"

namespace lacuna::reports {

/// The notes under their heading; empty where there are none. Of many rows the first are named, all are
/// counted.
std::string comparison_notes(const comparison& all);

}  // namespace lacuna::reports
