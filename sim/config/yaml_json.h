/// A YAML value as JSON, for results that echo what they were asked.
#pragma once

#include <nlohmann/json.hpp>

#include "sim/config/yaml.h"

namespace lacuna::config {

/// Maps, sequences and nulls as they are; plain scalars that JSON reads as a number become one, all others
/// texts.
nlohmann::ordered_json to_json(const node& value);

}  // namespace lacuna::config
