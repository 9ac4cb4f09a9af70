/// Results for a person at a terminal: what it took, where the cycles went, and what to know about it.
#pragma once

#include <string>

#include "sim/reports/result.h"

namespace lacuna::reports {

/// Tables of the rows (times beside the published ones), of their stalls, of their energy, of every box where
/// the rows have instances, and the notes.
std::string summary(const result& all);

}  // namespace lacuna::reports
