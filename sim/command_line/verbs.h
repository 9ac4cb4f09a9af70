/// The verbs of the command line. Each takes its own arguments, prints, and returns the exit code.
#pragma once

#include <string>
#include <vector>

namespace lacuna::command_line {

/// Exit codes of the program.
enum exit_code {
    right = 0,
    failed = 1,         ///< a wrong product, a deadlock, a failed check, or no run that fits
    bad_input = 2,      ///< the user can mend it
    interrupted = 130,  ///< Ctrl-C, as shells have it
};

/// Arguments exclude program and verb. Each throws input_error and boost::program_options::error for bad
/// input.
int run(const std::vector<std::string>& arguments);
int sweep(const std::vector<std::string>& arguments);
int validate(const std::vector<std::string>& arguments);
int compare(const std::vector<std::string>& arguments);
int energy(const std::vector<std::string>& arguments);
int trace(const std::vector<std::string>& arguments);
int list(const std::vector<std::string>& arguments);

}  // namespace lacuna::command_line
