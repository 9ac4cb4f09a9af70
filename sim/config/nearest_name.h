/// The known name nearest to a misspelt one, for error sentences.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::config {

/// The nearest of the known names, the first of equals; nothing when none is near.
std::optional<std::string> nearest_name(std::string_view unknown, const std::vector<std::string>& known);

/// At most a dozen of the names: "a, b, c", or "a, b, ..., l and 5 more".
std::string list_of_names(const std::vector<std::string>& names);

/// " (did you mean 'pes'?)" when one of the known names is near, else "; known are: a, b, c" (at most a dozen
/// names), or nothing when there are none: the tail of a sentence that names an unknown thing. Distance is
/// Levenshtein's, and near means at most a third of the length of the longer name, at least 1.
std::string nearest_name_hint(std::string_view unknown, const std::vector<std::string>& known);

}  // namespace lacuna::config
