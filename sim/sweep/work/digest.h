/// Short numbers that change where data does, to tell whether a sweep goes on with what it began with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/run/row_run.h"

namespace lacuna::sweep {

/// Of traces, patterns, weights and activations.
std::int64_t digest_of(const std::vector<run::task>& tasks);

/// Of a YAML file and of those that it names, such as an energy table and its curves. Throws input_error
/// where one cannot be read.
std::int64_t digest_of_file(const std::filesystem::path& file);

}  // namespace lacuna::sweep
