/// The sparsity patterns that Lacuna knows, with what each means and where it comes from.
#pragma once

#include <string>
#include <vector>

namespace lacuna::patterns {

struct pattern_description {
    std::string name;
    std::string syntax;   ///< as a config writes it
    std::string meaning;  ///< one sentence
    std::string source;   ///< where the pruning rule is published; "-" for the patterns that prune nothing
};

/// In the order in which they are listed to users.
const std::vector<pattern_description>& known_patterns();

}  // namespace lacuna::patterns
