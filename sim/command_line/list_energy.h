/// What lacuna list energy prints.
#pragma once

#include <string>
#include <vector>

namespace lacuna::command_line {

/// Prints energy tables, joined with the default design point of their models: every price with unit and
/// source. Throws input_error.
void list_energy(const std::vector<std::string>& tables);

}  // namespace lacuna::command_line
