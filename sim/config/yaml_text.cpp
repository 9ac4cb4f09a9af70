#include "sim/config/yaml_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/locale/utf.hpp>
#include <cctype>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"

namespace lacuna::config {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Letters, digits, a few marks and single blanks, a letter first; and none of the words that YAML 1.1 gives
/// a meaning.
bool is_plain(std::string_view text) {
    static const std::string_view words[] = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
    const auto is_word = [&](std::string_view word) {
        return text.size() == word.size() &&
               std::equal(text.begin(), text.end(), word.begin(),
                          [](char a, char b) { return (is_letter(a) ? a | 0x20 : a) == b; });
    };
    if (text.empty() || !is_letter(text[0]) || text.back() == ' ') return false;
    if (std::any_of(std::begin(words), std::end(words), is_word)) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '/' ||
               c == ' ';
    });
}

void check_utf8(std::string_view text, std::string_view what) {
    namespace utf = boost::locale::utf;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        const utf::code_point code = utf::utf_traits<char>::decode(at, end);
        if (code == utf::illegal || code == utf::incomplete)
            refuse("{} is not UTF-8 text, so that no trace can name it.", what);
    }
}

}  // namespace

std::string yaml_text(std::string_view text, std::string_view what) {
    if (is_plain(text)) return std::string(text);
    check_utf8(text, what);
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            quoted += '\\', quoted += c;
        else if (byte < 0x20 || byte == 0x7F)
            quoted += fmt::format("\\x{:02x}", byte);
        else
            quoted += c;
    }
    return quoted + '"';
}

}  // namespace lacuna::config
