#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"

namespace lacuna::config {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view without_sign(std::string_view text) {
    if (!text.empty() && text[0] == '-') text.remove_prefix(1);
    return text;
}

/// Removes the digits at the beginning, and says how many there were.
std::size_t take_digits(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto count = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(count);
    return count;
}

bool take(std::string_view& text, std::string_view one_of) {
    if (text.empty() || one_of.find(text[0]) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

/// An optional '-' and digits.
bool is_integer(std::string_view text) {
    text = without_sign(text);
    return take_digits(text) > 0 && text.empty();
}

/// An optional '-', digits with a point anywhere among or beside them, and an optional exponent.
bool is_real(std::string_view text) {
    text = without_sign(text);
    std::size_t digits = take_digits(text);
    if (take(text, ".")) digits += take_digits(text);
    if (digits == 0) return false;
    if (take(text, "eE")) {
        take(text, "+-");
        if (take_digits(text) == 0) return false;
    }
    return text.empty();
}

bool has_leading_zero(std::string_view text) {
    text = without_sign(text);
    return text.size() > 1 && text[0] == '0' && is_digit(text[1]);
}

std::string without_leading_zeros(std::string_view text) {
    std::string result = without_sign(text).size() < text.size() ? "-" : "";
    text = without_sign(text);
    while (has_leading_zero(text)) text.remove_prefix(1);
    return result.append(text);
}

/// " (1 to 4096)" behind what is asked for; nothing where anything is allowed.
template <class Range>
std::string limits(Range allowed) {
    const std::string text = description(allowed);
    return text == description(Range{}) ? "" : " (" + text + ")";
}

/// "FILE:LINE: PATH must be an integer (1 to 4096), but is 'x'" and the tail.
template <class Range>
[[noreturn]] void refuse_number(const node& value, const char* kind, Range allowed,
                                const std::string& tail = "") {
    const bool text = value.type == node::kind::scalar && value.quoted;
    refuse("{}: {} must be {}{}, but is {}{}{}.", value.where.text(), name_of(value), kind, limits(allowed),
           text ? "the quoted text " : "", value.description(), tail);
}

/// What a number with leading zeros should be instead: YAML 1.1 reads integers that begin with 0 as octal.
std::string octal_advice(std::string_view text) {
    const std::string decimal = without_leading_zeros(text);
    std::int64_t octal = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), octal, 8);
    if (error != std::errc() || end != text.data() + text.size()) {
        return fmt::format(", with leading zeros: write {}", shown(decimal));
    }
    const std::string octal_text = std::to_string(octal);
    if (octal_text == decimal) return fmt::format(", which YAML 1.1 reads as octal: write {}", decimal);
    return fmt::format(", which YAML 1.1 reads as octal {}: write {}, or {} if octal is meant", octal_text,
                       shown(decimal), octal_text);
}

}  // namespace

std::int64_t as_integer(const node& value, integer_range allowed) {
    constexpr const char* kind = "an integer";
    if (value.type != node::kind::scalar || value.quoted) refuse_number(value, kind, allowed);
    const std::string& text = value.scalar;
    if (!is_integer(text)) {
        const bool like_a_number = !without_sign(text).empty() && is_digit(without_sign(text)[0]);
        refuse_number(value, kind, allowed, like_a_number ? "; write decimal digits alone" : "");
    }
    if (has_leading_zero(text)) refuse_number(value, kind, allowed, octal_advice(text));
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) refuse_number(value, kind, allowed, ", which does not fit into 64 bits");
    if (number < allowed.least || number > allowed.most) refuse_number(value, kind, allowed);
    return number;
}

double as_real(const node& value, real_range allowed) {
    constexpr const char* kind = "a finite decimal number";
    if (value.type != node::kind::scalar || value.quoted) refuse_number(value, kind, allowed);
    const std::string& text = value.scalar;
    if (!is_real(text)) refuse_number(value, kind, allowed);
    if (has_leading_zero(text)) {
        const std::string tail = is_integer(text) ? octal_advice(text)
                                                  : fmt::format(", with leading zeros: write {}",
                                                                shown(without_leading_zeros(text)));
        refuse_number(value, kind, allowed, tail);
    }
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc())
        refuse_number(value, kind, allowed, ", which is beyond a 64-bit floating-point number");
    const bool too_small = allowed.above ? number <= allowed.least : number < allowed.least;
    if (too_small || number > allowed.most) refuse_number(value, kind, allowed);
    return number;
}

}  // namespace lacuna::config
