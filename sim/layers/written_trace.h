/// Traces as text: layers written as trace.h reads them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/layers/layer.h"

namespace lacuna::layers {

/// The YAML of one layer, or of a list of several, for a file of that name. Paths are written relative to the
/// file's folder, or below ${LACUNA_DATA} where that variable is set and what they name lies there. Lines of
/// `comment` stand at the top. The layers are products of matrices or convolutions, none of them sampled;
/// what was published of them is left out but for `source`. Throws input_error for paths and names that no
/// trace can have.
std::string written_trace(const std::vector<layer>& layers, const std::filesystem::path& file,
                          const std::string& comment = "");

/// The path as a trace of that name writes it.
std::string written_path(const std::filesystem::path& path, const std::filesystem::path& trace);

}  // namespace lacuna::layers
