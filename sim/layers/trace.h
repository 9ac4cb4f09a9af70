/// Reading layer traces: YAML files with one layer, or a list of them under `layers`.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/config/yaml.h"
#include "sim/layers/layer.h"

namespace lacuna::layers {

/// The layers of a trace file, in order. Throws input_error with file:line for anything unknown, missing,
/// duplicate, of the wrong type or beyond its range, and for files of weights or activations that do not
/// exist.
std::vector<layer> read_trace(const std::filesystem::path& file);
/// The same of a document that was parsed already; its places name the file that paths are relative to.
std::vector<layer> layers_of(const config::node& document);

}  // namespace lacuna::layers
