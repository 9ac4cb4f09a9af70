/// The values of one tensor in a file as 32-bit floats, every one of them finite.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "sim/formats/files/element_type.h"

namespace lacuna::formats {

/// Converts `count` values that begin at `bytes`, of any alignment; the bytes must be there. Throws
/// input_error for the first that is no finite 32-bit float, in a sentence that begins with what `where`
/// gives for its index ("FILE, byte 24: value 3 of tensor 'fc.weight'").
std::vector<float> finite_values(element_type type, byte_order order, const unsigned char* bytes,
                                 std::size_t count, const std::function<std::string(std::size_t)>& where);

}  // namespace lacuna::formats
