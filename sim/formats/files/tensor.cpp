#include "sim/formats/files/tensor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/config/input_error.h"

namespace lacuna::formats {

std::uint64_t positions_of(const std::vector<std::uint64_t>& shape, std::string_view where) {
    std::uint64_t positions = 1;
    for (const std::uint64_t dimension : shape) {
        if (dimension == 0) refuse("{}: a tensor of {} has no values.", where, fmt::join(shape, " x "));
        if (dimension > most_values / positions)
            refuse("{}: a tensor of {} has more than {} values, which is the most that Lacuna reads.", where,
                   fmt::join(shape, " x "), most_values);
        positions *= dimension;
    }
    return positions;
}

tensor_shape checked_shape(const std::vector<std::uint64_t>& shape, std::string_view where) {
    positions_of(shape, where);
    return {shape.begin(), shape.end()};
}

std::string text_of(const tensor_shape& shape) {
    return shape.empty() ? "a single value" : fmt::format("{}", fmt::join(shape, " x "));
}

}  // namespace lacuna::formats
