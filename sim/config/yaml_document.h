/// The parse of one YAML document that may hang below other nodes.
#pragma once

#include <string_view>

#include "sim/config/tree_builder.h"
#include "sim/config/yaml.h"

namespace lacuna::config {

/// Throws input_error, with a line where the place has lines.
node parse_document(std::string_view text, document_place root);

}  // namespace lacuna::config
