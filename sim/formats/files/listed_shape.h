/// The shape of a tensor as a file claims it, before anything trusts it.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

inline constexpr std::uint64_t no_count = std::numeric_limits<std::uint64_t>::max();

/// The values that a shape has room for; no_count where that is beyond 64 bits.
std::uint64_t count_of(const std::vector<std::uint64_t>& shape);

/// The shape in 32 bits, dimensions of 0 and of any product allowed. Throws input_error, whose sentence
/// begins with `where`, for a dimension beyond 32 bits.
tensor_shape listed_shape(const std::vector<std::uint64_t>& shape, std::string_view where);

}  // namespace lacuna::formats
