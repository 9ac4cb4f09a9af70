#include "sim/config/text_check.h"

#include <algorithm>
#include <boost/locale/utf.hpp>

#include "sim/config/input_error.h"

namespace lacuna::config {
namespace {

bool allowed_control(const char* at, const char* end) {
    if (*at == '\t' || *at == '\n') return true;
    return *at == '\r' && at + 1 != end && at[1] == '\n';
}

}  // namespace

void check_text(std::string_view bytes, const place& start) {
    namespace utf = boost::locale::utf;
    const char* const begin = bytes.data();
    const char* const end = begin + bytes.size();
    for (const char* at = begin; at != end;) {
        const char* const character = at;
        const utf::code_point code = utf::utf_traits<char>::decode(at, end);
        const bool malformed = code == utf::illegal || code == utf::incomplete;
        const bool control = !malformed && (code < 0x20 || code == 0x7F) && !allowed_control(character, end);
        if (!malformed && !control) continue;
        place where = start;
        if (start.line > 0) where.line += static_cast<int>(std::count(begin, character, '\n'));
        const auto byte = static_cast<unsigned char>(*character);
        refuse("{}: the byte 0x{:02x} at offset {} is {}; configs and traces are UTF-8 text.", where.text(),
               byte, character - begin, malformed ? "not UTF-8" : "a control character");
    }
}

}  // namespace lacuna::config
