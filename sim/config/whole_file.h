/// A file that appears whole or not at all: written beside its place, then renamed there.
#pragma once

#include <filesystem>
#include <string_view>

namespace lacuna::config {

/// Replaces what had the name. Throws input_error where it cannot be written; then nothing is left behind.
void write_whole_file(const std::filesystem::path& file, std::string_view content);

}  // namespace lacuna::config
