/// Which shards of a sweep a folder has.
#pragma once

#include <string>
#include <vector>

namespace lacuna::sweep {

/// The shards of all texts, each of which names one or several ("1/3 2/3"), once and in order; "1/1" where
/// they are all of one number. Throws input_error for a text that names none; `what` begins the sentence.
std::string united_shards(const std::vector<std::string>& texts, const std::string& what);

}  // namespace lacuna::sweep
