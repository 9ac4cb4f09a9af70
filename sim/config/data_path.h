/// Paths as configs and traces write them.
#pragma once

#include <filesystem>
#include <string>

#include "sim/config/yaml.h"

namespace lacuna::config {

/// The path that a scalar names: relative to the folder of the file it stands in, or to the working directory
/// where it came from --set (its place has line 0); "${LACUNA_DATA}" at its beginning is replaced from the
/// environment, a relative value being relative to the working directory. "~" is a name like any other.
/// Throws input_error where the variable is unset or empty, another variable is named, or the path has
/// control characters; does not look whether the path exists.
std::filesystem::path data_path(const node& value);

/// The same, of a file or folder that must exist. Throws input_error with the place that names it.
std::filesystem::path existing_path(const node& value);

}  // namespace lacuna::config
