/// The text of one SQL expression, checked before it is put into a query.
#pragma once

#include <string>
#include <string_view>

namespace lacuna::sweep {

/// Refuses a text that could end the parentheses around it, hold a query of its own or take the value of a
/// bound parameter: brackets and quotes that do not match, ';', bound parameters ('?1', ':name'), and the
/// words SELECT, VALUES and WITH outside of quotes. What remains is for SQLite to parse. `what` begins the
/// sentence: "f.yaml:12: the condition 'pes *'". At most 4096 bytes.
void check_expression(std::string_view text, const std::string& what);

/// Whether the text has the name as a word, in whatever case. May take a part of a quoted text for one.
bool has_word(std::string_view text, std::string_view name);

}  // namespace lacuna::sweep
