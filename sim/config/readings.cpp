#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"

namespace lacuna::config {

std::string name_of(const node& value) {
    return value.path.empty() ? "the document" : shown(value.path);
}

std::string as_text(const node& value) {
    if (value.type == node::kind::scalar) return value.scalar;
    refuse("{}: {} must be a text, but is {}.", value.where.text(), name_of(value), value.description());
}

std::string as_name(const node& value) {
    std::string name = as_text(value);
    const bool printable = std::none_of(
        name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (name.empty() || !printable) {
        refuse("{}: {} must be a name of one line, but is {}.", value.where.text(), name_of(value),
               in_quotes(name));
    }
    return name;
}

std::string as_choice(const node& value, const std::vector<std::string>& choices) {
    const bool is_text = value.type == node::kind::scalar;
    if (is_text && std::find(choices.begin(), choices.end(), value.scalar) != choices.end())
        return value.scalar;
    const auto nearest = is_text ? nearest_name(value.scalar, choices) : std::nullopt;
    const std::string hint = nearest ? fmt::format(" (did you mean {}?)", in_quotes(*nearest)) : "";
    refuse("{}: {} must be one of {}, but is {}{}.", value.where.text(), name_of(value),
           list_of_names(choices), value.description(), hint);
}

const std::vector<node>& as_sequence(const node& value) {
    if (value.type == node::kind::sequence && !value.items.empty()) return value.items;
    refuse("{}: {} must be a sequence of at least one item, but is {}.", value.where.text(), name_of(value),
           value.description());
}

}  // namespace lacuna::config
