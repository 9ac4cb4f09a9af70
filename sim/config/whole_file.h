/// A file that appears whole or not at all: written beside its place, then renamed there; and its folder.
#pragma once

#include <filesystem>
#include <string_view>

namespace lacuna::config {

/// Replaces what had the name. Throws input_error where it cannot be written; then nothing is left behind.
void write_whole_file(const std::filesystem::path& file, std::string_view content);

/// With those above it, where there is none yet. Throws input_error.
void make_folder(const std::filesystem::path& folder);

}  // namespace lacuna::config
