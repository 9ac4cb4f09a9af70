/// The instruction streams of a result, beside what was measured of them.
#pragma once

#include <string>

#include "sim/reports/result.h"

namespace lacuna::reports {

/// A line for each stream that ran: its loop, cycles an iteration, and bytes a cycle where there are loads;
/// nothing where no row is a stream.
std::string stream_table(const result& all);

}  // namespace lacuna::reports
