/// Text from the user as error sentences show it: on one line, at bounded length.
#pragma once

#include <string>
#include <string_view>

namespace lacuna::config {

/// Whether the text has control characters, so that it would not stand on one line as it is.
bool has_control_characters(std::string_view text);

/// The text with control characters escaped (\n, \t, \x1b), cut to about 120 bytes with "..." at the end.
std::string shown(std::string_view text);

/// The same between single quotes.
std::string in_quotes(std::string_view text);

}  // namespace lacuna::config
