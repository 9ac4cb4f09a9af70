#include "sim/formats/files/python_literal.h"

#include <charconv>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"

namespace lacuna::formats {

void python_literal::fail(std::string_view what) const {
    if (at_end()) refuse("{}, byte {}: the header ends here, but {} is expected.", where_, byte(), what);
    refuse("{}, byte {}: {} is expected here in the header, not {}.", where_, byte(), what,
           config::in_quotes(text_.substr(at_, 20)));
}

void python_literal::skip_space() {
    while (!at_end() && std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos) ++at_;
}

bool python_literal::take(char character) {
    skip_space();
    if (at_end() || text_[at_] != character) return false;
    ++at_;
    return true;
}

void python_literal::expect(char character, std::string_view what) {
    if (!take(character)) fail(what);
}

std::string python_literal::string() {
    skip_space();
    const char quote = at_end() ? 0 : text_[at_];
    if (quote != '\'' && quote != '"') fail("a string in quotes");
    const std::size_t end = text_.find_first_of(quote == '"' ? "\"\\\n" : "'\\\n", at_ + 1);
    if (end == std::string_view::npos || text_[end] != quote) fail("a string that ends, without escapes,");
    const std::string_view content = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return std::string(content);
}

bool python_literal::truth() {
    skip_space();
    for (const bool truth : {false, true}) {
        const std::string_view word = truth ? "True" : "False";
        if (text_.substr(at_, word.size()) != word) continue;
        at_ += word.size();
        return truth;
    }
    fail("True or False");
}

std::uint64_t python_literal::number() {
    skip_space();
    std::uint64_t number = 0;
    const char* first = text_.data() + at_;
    const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), number);
    if (error == std::errc::invalid_argument) fail("a whole number of at least 0");
    if (error != std::errc()) fail("a number below 2^64");
    if (end - first > 1 && *first == '0') fail("a number without leading zeros");
    at_ += static_cast<std::size_t>(end - first);
    if (!at_end() && text_[at_] == 'L') ++at_;
    return number;
}

std::vector<std::uint64_t> python_literal::tuple(std::size_t most_numbers) {
    expect('(', "a tuple of whole numbers");
    std::vector<std::uint64_t> numbers;
    while (!take(')')) {
        if (numbers.size() == most_numbers)
            refuse("{}, byte {}: the tuple has more than {} numbers.", where_, byte(), most_numbers);
        numbers.push_back(number());
        if (take(',')) continue;
        if (numbers.size() == 1) fail("a comma, since (1) is no tuple in Python,");
        expect(')', "a comma or the end of the tuple");
        break;
    }
    return numbers;
}

std::string python_literal::bracketed() {
    const std::size_t first = at_;
    std::size_t depth = 0;
    do {
        skip_space();
        if (at_end()) fail("the end of a list or tuple");
        const char character = text_[at_];
        if (character == '\'' || character == '"') {
            string();
            continue;
        }
        if (character == '[' || character == '(') ++depth;
        if (character == ']' || character == ')') --depth;
        ++at_;
    } while (depth > 0);
    return std::string(text_.substr(first, at_ - first));
}

}  // namespace lacuna::formats
