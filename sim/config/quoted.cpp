#include "sim/config/quoted.h"

#include <fmt/format.h>

namespace lacuna::config {

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
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            result += "\\n";
        } else if (c == '\t') {
            result += "\\t";
        } else if (byte < 0x20 || byte == 0x7F) {
            result += fmt::format("\\x{:02x}", byte);
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
