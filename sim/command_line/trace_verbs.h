/// The subverbs of `lacuna trace`. Each takes its own arguments, prints, and returns the exit code.
#pragma once

#include <string>
#include <vector>

namespace lacuna::command_line {

/// Arguments exclude program, verb and subverb. Each throws input_error for bad input.
int trace_info(const std::vector<std::string>& arguments);
int trace_import(const std::vector<std::string>& arguments);
int trace_generate(const std::vector<std::string>& arguments);
int trace_prune(const std::vector<std::string>& arguments);

}  // namespace lacuna::command_line
