/// What an energy table is joined with: the boxes of an accelerator, and the actions it counts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/statistics/box.h"
#include "sim/statistics/registry.h"

namespace lacuna::energy {

struct hardware {
    std::string model;  ///< as configs write it: "eie"
    std::vector<statistics::box> boxes;
    std::vector<std::string> actions;  ///< "pe.pointer_read.read": each of one of the boxes
};

/// The box of an action: "pe.pointer_read" of "pe.pointer_read.read".
std::string_view box_of(std::string_view action);

/// The hardware of a model that states these boxes and registers these counters. Throws std::logic_error
/// where an action is none of a box.
hardware describe(const std::string& model, std::vector<statistics::box> boxes,
                  const std::vector<statistics::description>& counters);

}  // namespace lacuna::energy
