/// One parameter of a sweep: a name, the keys of the config that it sets, and the values it takes.
#pragma once

#include <string>
#include <vector>

#include "sim/config/yaml.h"
#include "sim/sweep/sql/value.h"

namespace lacuna::sweep {

struct parameter {
    std::string name;                ///< of its column in results: lower-case letters, digits and _
    std::vector<std::string> keys;   ///< dotted, as --set takes them; all get the same value
    std::vector<std::string> texts;  ///< of each value, as --set takes it: "64", "[128, 128, 64]"
    std::vector<value> shown;        ///< each value as results show it
    config::place where;
};

/// Reads the map of parameters: at least one. Throws input_error, for names that results use themselves or
/// SQL does not take, and for two keys of which one would overwrite the other, among others.
std::vector<parameter> read_parameters(const config::node& map);

}  // namespace lacuna::sweep
