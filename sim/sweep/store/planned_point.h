/// A point of a sweep as the work on it is planned, and the parts of which it is made.
#pragma once

#include <cstdint>

namespace lacuna::sweep {

/// Which part of a point, from 0: a network with one pattern.
using part_number = std::uint32_t;

struct planned_point {
    std::uint64_t point = 0;
    std::uint64_t data = 0;     ///< points of one number have the same layers and patterns
    std::int64_t encoding = 0;  ///< points of one number share what models derive from a layer
};

}  // namespace lacuna::sweep
