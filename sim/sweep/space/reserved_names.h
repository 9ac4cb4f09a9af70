/// The names that parameters of a sweep cannot have.
#pragma once

#include <string>
#include <vector>

namespace lacuna::sweep {

/// The names of columns that results have besides the parameters.
const std::vector<std::string>& reserved_names();

}  // namespace lacuna::sweep
