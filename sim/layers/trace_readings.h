/// What several parts of a layer trace are read with.
#pragma once

#include <cstdint>

#include "sim/config/table.h"
#include "sim/layers/layer.h"

namespace lacuna::layers {

/// The value of a key that must be there: 1 to 2^31 - 1.
std::uint32_t size(config::table& trace, const char* key);
/// The key `seed`, 0 to 2^32 - 1.
std::uint32_t seed(config::table& source);
/// The keys `scale` and `shift`.
linear_map map_of(config::table& source);
/// A distribution by its name; `otherwise` where there is none.
distribution values_of(const config::node* choice, distribution otherwise);
/// The keys `file`, whose value is given, `tensor` and `network`. The file or folder exists; where it is not
/// of EIE its ending names a format that Lacuna reads.
tensor_source file_of(config::table& source, const config::node& file);

}  // namespace lacuna::layers
