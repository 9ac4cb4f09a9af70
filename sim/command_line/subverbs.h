/// Verbs that have verbs of their own: `lacuna trace info`.
#pragma once

#include <string>
#include <vector>

namespace lacuna::command_line {

/// Arguments exclude program, verb and subverb.
struct subverb {
    std::string name;
    std::string summary;
    int (*call)(const std::vector<std::string>& arguments);
};

/// Calls the subverb that the first argument names, or prints the help: what the verb does, for someone who
/// has not read the paper, and its subverbs. Throws input_error where it names none.
int call_subverb(const std::string& verb, const std::string& description,
                 const std::vector<subverb>& subverbs, const std::vector<std::string>& arguments);

}  // namespace lacuna::command_line
