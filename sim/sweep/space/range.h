/// The values of one parameter of a sweep: given one by one, or as a range.
#pragma once

#include <vector>

#include "sim/config/table.h"
#include "sim/sweep/space/choice.h"

namespace lacuna::sweep {

/// At most so many values has a parameter.
constexpr std::int64_t most_choices = 1'000'000;

/// Reads exactly one of
///   values: [16, 64, {density: 0.1}]             any values, one or more
///   linear: {from: 400, to: 1200, count: 5}      both ends among them
///   linear: {from: 0.1, to: 1, step: 0.1}        the last is the last that does not pass `to`
///   log2: {from: 2, to: 256}                     2, 4, 8, ..., 256
/// Decimals are exact: 0.1, 0.2, 0.3. A range is of integers where all its values are whole, else of reals.
/// Throws input_error; a value may not come twice.
std::vector<choice> read_choices(config::table& parameter);

}  // namespace lacuna::sweep
