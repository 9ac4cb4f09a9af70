#include "sim/config/yaml.h"

#include <fmt/format.h>

#include "sim/config/bounded_file.h"
#include "sim/config/quoted.h"
#include "sim/config/yaml_document.h"

namespace lacuna::config {

std::string place::text() const {
    return line > 0 ? fmt::format("{}:{}", file, line) : file;
}

const node* node::find(std::string_view key) const {
    for (const auto& [name, value] : entries) {
        if (name == key) return &value;
    }
    return nullptr;
}

std::string node::description() const {
    switch (type) {
        case kind::null:
            return "nothing";
        case kind::scalar:
            return in_quotes(scalar);
        case kind::sequence:
            return items.empty() ? "an empty sequence" : "a sequence";
        case kind::map:
            return entries.empty() ? "an empty map" : "a map";
    }
    return "";
}

node read_yaml(const std::filesystem::path& file) {
    return parse_yaml(read_bounded_file(file, "YAML file"), file.string());
}

node parse_yaml(std::string_view text, const std::string& file) {
    return parse_document(text, {{file, 1}, "", 0});
}

}  // namespace lacuna::config
