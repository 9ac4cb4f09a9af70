/// One value that a parameter of a sweep can take.
#pragma once

#include <string>

#include "sim/config/yaml.h"
#include "sim/sweep/sql/value.h"

namespace lacuna::sweep {

struct choice {
    std::string text;  ///< as --set takes it, in YAML's flow style: "64", "[128, 128]", "{density: 0.1}"
    value shown;       ///< as results show it: an integer, a real, nothing, else the text
};

/// Reads any value of a config: numbers, texts, lists, maps.
choice choice_of(const config::node& value);

/// A YAML value on one line. Parsed again, it gives the same value.
std::string flow_text(const config::node& value);

}  // namespace lacuna::sweep
