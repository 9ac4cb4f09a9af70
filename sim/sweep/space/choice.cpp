#include "sim/sweep/space/choice.h"

#include <algorithm>
#include <charconv>

#include "sim/config/input_error.h"
#include "sim/config/table.h"
#include "sim/config/yaml_text.h"

namespace lacuna::sweep {
namespace {

/// Letters, digits, and marks that mean nothing between the brackets of a list.
bool is_simple(const std::string& text) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '/' || c == '+';
    };
    if (text.compare(0, 2, "..") == 0) return false;  // three end a document
    const auto begin = text.begin() + (text[0] == '-' && text.size() > 1 ? 1 : 0);
    return std::all_of(begin, text.end(), plain);
}

bool is_plain_scalar(const config::node& value, const std::string& text) {
    return value.type == config::node::kind::scalar && !value.quoted && value.scalar == text;
}

/// Whether the text stands for itself, alone and between brackets. YAML's rules are many; its parser knows
/// them.
bool stands_plain(const std::string& text) {
    if (text.empty()) return false;
    if (is_simple(text)) return true;
    try {
        const config::node list = config::parse_yaml("[" + text + "]", "");
        return list.items.size() == 1 && is_plain_scalar(list.items[0], text) &&
               is_plain_scalar(config::parse_yaml(text, ""), text);
    } catch (const input_error&) {
        return false;
    }
}

std::string scalar_text(const config::node& value) {
    if (!value.quoted && stands_plain(value.scalar)) return value.scalar;
    return config::yaml_text(value.scalar, value.where.text() + ": " + config::name_of(value));
}

/// The number that a plain scalar is; numbers with leading zeros are none, as elsewhere in configs.
value number_of(const std::string& text) {
    const std::size_t first = text[0] == '-' ? 1 : 0;
    const bool digit =
        first < text.size() && ((text[first] >= '0' && text[first] <= '9') || text[first] == '.');
    const bool zeros =
        first + 1 < text.size() && text[first] == '0' && text[first + 1] >= '0' && text[first + 1] <= '9';
    if (!digit || zeros) return nullptr;
    const char* const end = text.data() + text.size();
    std::int64_t integer = 0;
    const auto whole = std::from_chars(text.data(), end, integer);
    if (whole.ec == std::errc() && whole.ptr == end) return integer;
    double real = 0;
    const auto any = std::from_chars(text.data(), end, real);
    if (any.ec == std::errc() && any.ptr == end) return real;
    return nullptr;
}

}  // namespace

std::string flow_text(const config::node& value) {
    std::string text;
    switch (value.type) {
        case config::node::kind::null:
            return "null";
        case config::node::kind::scalar:
            return scalar_text(value);
        case config::node::kind::sequence:
            for (const config::node& item : value.items) text += (text.empty() ? "" : ", ") + flow_text(item);
            return "[" + text + "]";
        case config::node::kind::map:
            for (const auto& [key, child] : value.entries) {
                text += (text.empty() ? "" : ", ") +
                        config::yaml_text(key, child.where.text() + ": the key") + ": " + flow_text(child);
            }
            return "{" + text + "}";
    }
    return text;
}

choice choice_of(const config::node& value) {
    choice chosen{flow_text(value), nullptr};
    if (value.type == config::node::kind::null) return chosen;
    if (value.type != config::node::kind::scalar) {
        chosen.shown = chosen.text;
        return chosen;
    }
    if (!value.quoted && !value.scalar.empty()) chosen.shown = number_of(value.scalar);
    if (std::holds_alternative<std::nullptr_t>(chosen.shown)) chosen.shown = value.scalar;
    return chosen;
}

}  // namespace lacuna::sweep
