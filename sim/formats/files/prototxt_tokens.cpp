#include "sim/formats/files/prototxt_tokens.h"

#include <charconv>
#include <cstdint>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"

namespace lacuna::formats {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// Whether a word is a number: decimal, octal or hexadecimal digits, or a float, which may end in f.
bool is_number(std::string_view word) {
    if (!word.empty() && word[0] == '-') word.remove_prefix(1);
    if (word.empty() || word[0] == '-') return false;
    const auto whole = [](const auto& result, std::string_view text) {
        return result.ec != std::errc::invalid_argument && result.ptr == text.data() + text.size();
    };
    if (word.size() > 2 && word[0] == '0' && (word[1] == 'x' || word[1] == 'X')) {
        word.remove_prefix(2);
        std::uint64_t value;
        return whole(std::from_chars(word.data(), word.data() + word.size(), value, 16), word);
    }
    if (!is_digit(word[0]) && word[0] != '.') return false;  // inf and nan are identifiers
    if (word.back() == 'f' || word.back() == 'F') word.remove_suffix(1);
    double value;
    return whole(std::from_chars(word.data(), word.data() + word.size(), value), word);
}

}  // namespace

void prototxt_tokens::skip_space_and_comments() {
    for (; !at_end(); ++at_) {
        const char c = text_[at_];
        if (c == '#') {
            while (!at_end() && text_[at_] != '\n') ++at_;
            if (at_end()) return;
        } else if (c != ' ' && (c < '\t' || c > '\r')) {
            return;
        }
        if (text_[at_] == '\n') ++line_;
    }
}

std::string prototxt_tokens::read_escape(std::size_t line) {
    constexpr std::string_view names = "abfnrtv\\'\"?", meanings = "\a\b\f\n\r\t\v\\'\"?";
    const char name = at_end() ? '\n' : text_[at_];
    if (const std::size_t known = names.find(name); known != std::string_view::npos) {
        ++at_;
        return {meanings[known]};
    }
    const bool hexadecimal = name == 'x' || name == 'X';
    const std::string_view digits = text_.substr(at_ + hexadecimal, hexadecimal ? 2 : 3);
    unsigned value = 0;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 8);
    if (error != std::errc() || value > 255)
        refuse("{}:{}: the string has an escape, \\{}, that is not known.", file_, line,
               name == '\n' ? "" : config::shown({&name, 1}));
    at_ = static_cast<std::size_t>(stop - text_.data());
    return {static_cast<char>(value)};
}

std::string prototxt_tokens::read_string() {
    const char quote = text_[at_++];
    std::string said;
    while (!at_end() && text_[at_] != '\n' && text_[at_] != '\0') {
        const char c = text_[at_++];
        if (c == quote) return said;
        said += c == '\\' ? read_escape(line_) : std::string(1, c);
    }
    refuse("{}:{}: the string that begins with {} does not end in this line.", file_, line_,
           config::in_quotes(said));
}

std::string prototxt_tokens::read_word() {
    const std::size_t begin = at_;
    while (!at_end()) {
        const char c = text_[at_];
        const bool sign = c == '-' || c == '+';
        const bool signs_exponent = sign && at_ > begin &&
                                    is_digit(text_[begin] == '-' ? '0' : text_[begin]) &&
                                    (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
        if (!is_letter(c) && !is_digit(c) && c != '.' && !(c == '-' && at_ == begin) && !signs_exponent)
            break;
        ++at_;
    }
    return std::string(text_.substr(begin, at_ - begin));
}

prototxt_token prototxt_tokens::take() {
    prototxt_token taken = std::move(next_);
    next_ = {};
    skip_space_and_comments();
    next_.line = line_;
    if (at_end()) return taken;
    const char c = text_[at_];
    if (c == '"' || c == '\'') {
        next_.is = prototxt_token::kind::string;
        next_.text = read_string();
    } else if (is_letter(c) || is_digit(c) || c == '.' || c == '-') {
        next_.text = read_word();
        const bool number = is_number(next_.text);
        next_.is = number ? prototxt_token::kind::number : prototxt_token::kind::identifier;
        if (!number && (!is_letter(c) || next_.text.find('.') != std::string::npos))
            refuse("{}:{}: {} is neither a number nor a name.", file_, line_, config::in_quotes(next_.text));
    } else if (std::string_view("{}[]:,;").find(c) != std::string_view::npos) {
        next_.is = prototxt_token::kind::punctuation;
        next_.text = c;
        ++at_;
    } else {
        const bool text = static_cast<unsigned char>(c) < 0x80;
        refuse(
            "{}:{}: {} has no place here.", file_, line_,
            text ? config::in_quotes({&c, 1}) : fmt::format("byte 0x{:02x}", static_cast<unsigned char>(c)));
    }
    return taken;
}

}  // namespace lacuna::formats
