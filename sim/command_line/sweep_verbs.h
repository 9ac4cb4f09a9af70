/// The subverbs of `lacuna sweep`. Each takes its own arguments, prints, and returns the exit code.
#pragma once

#include <string>
#include <vector>

namespace lacuna::command_line {

/// Arguments exclude program, verb and subverb. Each throws input_error for bad input.
int sweep_run(const std::vector<std::string>& arguments);
int sweep_export(const std::vector<std::string>& arguments);
int sweep_pareto(const std::vector<std::string>& arguments);
int sweep_merge(const std::vector<std::string>& arguments);

}  // namespace lacuna::command_line
