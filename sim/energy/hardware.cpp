#include "sim/energy/hardware.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace lacuna::energy {

std::string_view box_of(std::string_view action) {
    const auto dot = action.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : action.substr(0, dot);
}

hardware describe(const std::string& model, std::vector<statistics::box> boxes,
                  const std::vector<statistics::description>& counters) {
    hardware all{model, std::move(boxes), {}};
    for (const statistics::description& counter : counters) {
        if (counter.what != statistics::kind::action) continue;
        const bool has_box = std::any_of(all.boxes.begin(), all.boxes.end(), [&](const statistics::box& box) {
            return box.name == box_of(counter.name);
        });
        if (!has_box) {
            throw std::logic_error(
                fmt::format("the model {} counts {}, but states no such box", model, counter.name));
        }
        all.actions.push_back(counter.name);
    }
    return all;
}

}  // namespace lacuna::energy
