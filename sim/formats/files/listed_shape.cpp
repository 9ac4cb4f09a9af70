#include "sim/formats/files/listed_shape.h"

#include <algorithm>

#include "sim/config/input_error.h"

namespace lacuna::formats {

std::uint64_t count_of(const std::vector<std::uint64_t>& shape) {
    if (std::find(shape.begin(), shape.end(), 0u) != shape.end()) return 0;
    std::uint64_t count = 1;
    for (const std::uint64_t dimension : shape) {
        if (count > no_count / dimension) return no_count;
        count *= dimension;
    }
    return count;
}

tensor_shape listed_shape(const std::vector<std::uint64_t>& shape, std::string_view where) {
    for (const std::uint64_t dimension : shape)
        if (dimension > std::numeric_limits<std::uint32_t>::max())
            refuse("{}: a dimension of {} is beyond 32 bits.", where, dimension);
    return {shape.begin(), shape.end()};
}

}  // namespace lacuna::formats
