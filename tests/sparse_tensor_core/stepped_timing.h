/// The timing of the sparse tensor core a second way: the rules edge by edge, in the plainest code, for the
/// tests to compare with.
#pragma once

#include "models/sparse_tensor_core/event_timing.h"

namespace lacuna::sparse_tensor_core::test {

/// As time_of(), but nothing is skipped. Takes time and memory for every edge.
timing stepped_timing(const sm_program& program, const parameters& p);

/// Fails where any number of the two differs, but for what was simulated.
void expect_same(const timing& expected, const timing& actual);

}  // namespace lacuna::sparse_tensor_core::test
