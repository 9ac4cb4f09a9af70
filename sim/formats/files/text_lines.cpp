#include "sim/formats/files/text_lines.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/quoted.h"

namespace lacuna::formats {
namespace {

/// Whether a decimal number that is beyond the range of a double is so by being too small: its first digit
/// other than 0 stands behind the point, the exponent counted in.
bool is_too_small(std::string_view text) {
    const std::string_view mantissa = text.substr(0, text.find_first_of("eE"));
    const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
    const auto first = static_cast<std::int64_t>(mantissa.find_first_of("123456789"));
    if (mantissa.size() == text.size()) return first > point;
    std::string_view exponent = text.substr(mantissa.size() + 1);
    if (exponent[0] == '+') exponent.remove_prefix(1);
    std::int64_t moved = 0;
    const bool fits =
        std::from_chars(exponent.data(), exponent.data() + exponent.size(), moved).ec == std::errc();
    return fits ? first - point > moved : exponent[0] == '-';
}

}  // namespace

text_lines::text_lines(const mapped_file& file, std::string_view separators)
    : file_(&file),
      separators_(separators),
      at_(reinterpret_cast<const char*>(file.data())),
      line_end_(at_),
      end_(at_ + file.size()) {}

std::string text_lines::where() const {
    return fmt::format("{}:{}", file_->path().string(), std::max<std::size_t>(number_, 1));
}

bool text_lines::next() {
    if (number_ > 0) at_ = line_end_ == end_ ? end_ : line_end_ + 1;
    if (at_ == end_) {
        line_end_ = end_;
        return false;
    }
    const void* newline = std::memchr(at_, '\n', bytes_left());
    line_end_ = newline ? static_cast<const char*>(newline) : end_;
    if ((++number_ & 0xffff) == 0) give_up_if_stopped();
    return true;
}

bool text_lines::next_of_substance(char comment) {
    while (next()) {
        if (*at_ == comment) continue;
        skip_separators();
        if (at_ != line_end_) return true;
    }
    return false;
}

bool text_lines::is_separator(char c) const {
    return c == ' ' || (c >= '\t' && c <= '\r') || separators_.find(c) != std::string_view::npos;
}

void text_lines::skip_separators() {
    while (at_ != line_end_ && is_separator(*at_)) ++at_;
}

std::string_view text_lines::word() {
    skip_separators();
    const char* begin = at_;
    while (at_ != line_end_ && !is_separator(*at_)) ++at_;
    return {begin, static_cast<std::size_t>(at_ - begin)};
}

std::uint64_t text_lines::whole_number(std::string_view what, std::uint64_t greatest) {
    const std::string_view text = needed_word(what);
    std::uint64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (stop != text.data() + text.size() || error == std::errc::invalid_argument)
        refuse("{}: {} is needed, but {} is no whole number.", where(), what, config::in_quotes(text));
    if (error != std::errc() || value > greatest)
        refuse("{}: {} is needed, but {} is greater than {}.", where(), what, config::shown(text), greatest);
    return value;
}

std::string_view text_lines::needed_word(std::string_view what) {
    const std::string_view text = word();
    if (text.empty()) refuse("{}: the line ends where {} should stand.", where(), what);
    return text;
}

float text_lines::float_of(std::string_view text, std::string_view what) const {
    const char* begin = text.data();
    const char* end = begin + text.size();
    if (*begin == '+' && text.size() > 1 && begin[1] != '-') ++begin;  // which from_chars does not know
    float value = 0;
    auto [stop, error] = std::from_chars(begin, end, value);
    if (error == std::errc::result_out_of_range) {  // too large a number, or too small a one, which is 0
        double wide = 0;
        error = std::from_chars(begin, end, wide).ec;
        if (error == std::errc::result_out_of_range &&
            is_too_small({begin, static_cast<std::size_t>(stop - begin)})) {
            error = {};
            wide = *begin == '-' ? -0.0 : 0.0;
        }
        value = static_cast<float>(wide);
    }
    if (stop != end || error == std::errc::invalid_argument)
        refuse("{}: {} is needed, but {} is no number.", where(), what, config::in_quotes(text));
    if (error != std::errc() || !std::isfinite(value))
        refuse("{}: {} is needed, but {} is no finite 32-bit float.", where(), what, config::shown(text));
    return value;
}

float text_lines::real_number(std::string_view what) {
    return float_of(needed_word(what), what);
}

float text_lines::integral_number(std::string_view what) {
    const std::string_view text = needed_word(what);
    const bool has_sign = text[0] == '+' || text[0] == '-';
    const std::string_view digits = text.substr(has_sign);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
        refuse("{}: {} is needed, but {} is no whole number.", where(), what, config::in_quotes(text));
    return float_of(text, what);
}

void text_lines::end_of_line(std::string_view what) {
    const std::string_view text = word();
    if (!text.empty())
        refuse("{}: the line should end with {}, but {} follows.", where(), what, config::in_quotes(text));
}

}  // namespace lacuna::formats
