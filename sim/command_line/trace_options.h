/// What the subverbs of `lacuna trace` share in reading their options and writing their traces.
#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/formats/files/weight_file.h"
#include "sim/layers/convolution.h"
#include "sim/layers/layer.h"

namespace lacuna::command_line {

using option_values = boost::program_options::variables_map;

// Values of options, each with a sentence that begins with the option where it is beyond its range.

/// The options are of std::int64_t.
std::uint32_t whole_number(const option_values& values, const std::string& option, std::int64_t least,
                           std::int64_t most);
/// A size: 1 to 2^31 - 1.
std::uint32_t size_of(const option_values& values, const std::string& option);
/// 0 to 2^32 - 1.
std::uint32_t seed_of(const option_values& values);
/// The option is a double; 0 to 1.
double density_of(const option_values& values, const std::string& option);
/// "HEIGHTxWIDTH".
std::optional<layers::extent> image_of(const option_values& values);
/// A path, which is not empty.
std::filesystem::path path_of(const option_values& values, const std::string& option);
/// The one FILE, with --network where it is given. The file exists.
formats::weight_file file_of(const option_values& values, const std::string& verb);

/// The text of a trace of that name, once it has been read as `lacuna run` reads it. The comment is broken
/// into lines. Throws input_error where it is refused.
std::string checked_trace(const std::vector<layers::layer>& layers, const std::filesystem::path& trace,
                          const std::string& comment);

}  // namespace lacuna::command_line
