#include "sim/config/quoted.h"

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::config {
namespace {

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

}  // namespace

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), is_control);
}

std::string shown(std::string_view text) {
    constexpr std::size_t longest = 120;
    const bool cut = text.size() > longest;
    if (cut) {
        std::size_t end = longest;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;  // no half of a character
        text = text.substr(0, end);
    }
    std::string result;
    for (const char c : text) {
        if (c == '\n') {
            result += "\\n";
        } else if (c == '\t') {
            result += "\\t";
        } else if (is_control(c)) {
            result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            result += c;
        }
    }
    if (cut) result += "...";
    return result;
}

std::string in_quotes(std::string_view text) {
    return "'" + shown(text) + "'";
}

}  // namespace lacuna::config
