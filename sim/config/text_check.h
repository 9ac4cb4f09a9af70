/// The check that bytes are text at all, before a parser guesses at them.
#pragma once

#include <string_view>

#include "sim/config/yaml.h"

namespace lacuna::config {

/// Throws input_error with line and byte offset where the bytes are not UTF-8 or hold a control character
/// other than tab and newline (a carriage return may stand before a newline). Lines count from the one of
/// `start`, where it has one.
void check_text(std::string_view bytes, const place& start);

}  // namespace lacuna::config
