/// A space read from the text of its section, for tests.
#pragma once

#include <string>
#include <vector>

#include "sim/config/yaml.h"
#include "sim/sweep/space/space.h"

namespace lacuna::sweep {

inline space space_of(const std::string& text) {
    return read_space(config::parse_yaml(text, "f.yaml"));
}

inline std::vector<std::uint64_t> points_of(const space& all) {
    std::vector<std::uint64_t> points;
    all.for_each_point([&](std::uint64_t ordinal, std::uint64_t point) {
        if (ordinal != points.size()) points.clear();
        points.push_back(point);
    });
    return points;
}

}  // namespace lacuna::sweep
