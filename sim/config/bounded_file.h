/// The files that are read whole: configs, traces, tables, results.
#pragma once

#include <filesystem>
#include <string>

namespace lacuna::config {

/// The bytes of a file of at most 64 MiB; `kind` is what sentences say is needed: "JSON file". Throws
/// input_error: a folder, unreadable, too large.
std::string read_bounded_file(const std::filesystem::path& file, const std::string& kind);

}  // namespace lacuna::config
