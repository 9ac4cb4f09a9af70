/// The files that a command is about to write, and whether it may.
#pragma once

#include <filesystem>
#include <vector>

namespace lacuna::command_line {

/// Throws input_error where the folder of one is missing, where two are the same, or where there is something
/// of its name already: `force` allows to replace files, and folders of EIE banks, by their like.
void check_new_files(const std::vector<std::filesystem::path>& files, bool force);

}  // namespace lacuna::command_line
