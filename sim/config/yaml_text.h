/// A text as a scalar of YAML.
#pragma once

#include <string>
#include <string_view>

namespace lacuna::config {

/// Plain where nothing can be mistaken in it, else in double quotes, control characters escaped. Throws
/// input_error, whose sentence begins with `what`, for bytes that are not UTF-8.
std::string yaml_text(std::string_view text, std::string_view what);

}  // namespace lacuna::config
