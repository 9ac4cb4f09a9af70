/// Do two folders that have the same part of a point say the same of it?
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sim/sweep/store/record.h"

namespace lacuna::sweep {

/// The rows of a part, by their number.
using part_rows = std::map<std::uint64_t, record>;

/// Throws input_error where they do not: it names the folders, the point and the first figure in which they
/// differ.
void check_agreement(std::uint64_t point, const std::string& folder_a, const part_rows& a,
                     const std::string& folder_b, const part_rows& b);

}  // namespace lacuna::sweep
