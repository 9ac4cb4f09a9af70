/// A list of names separated by commas, as --format takes it.
#pragma once

#include <string>
#include <vector>

namespace lacuna::command_line {

/// The names of the list, each of which must be known; `option` and `what` stand in the sentence ("--format",
/// "report format"). Throws input_error with the nearest known name.
std::vector<std::string> choose_names(const std::string& list, const std::vector<std::string>& known,
                                      const std::string& option, const std::string& what);

}  // namespace lacuna::command_line
