#include "sim/sweep/space/decimal.h"

#include <algorithm>
#include <cstdlib>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"

namespace lacuna::sweep {
namespace {

constexpr int most_exponent = 1000;

decimal without_zeros(decimal number) {
    while (number.places > 0 && number.units % 10 == 0) number.units /= 10, --number.places;
    return number;
}

/// The digits of a number that as_real() has passed, and where its point stands. Nothing beyond 15 digits.
std::optional<decimal> parsed(const std::string& text) {
    decimal number;
    int places = 0;
    bool fraction = false;
    std::size_t at = text[0] == '-' ? 1 : 0;
    for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
        if (text[at] == '.') {
            fraction = true;
            continue;
        }
        number.units = number.units * 10 + (text[at] - '0');
        if (number.units > decimal::most * 10) return std::nullopt;
        if (fraction) ++places;
    }
    if (at < text.size()) {  // an exponent; beyond the bound every number but 0 is refused below
        const long exponent = std::strtol(text.c_str() + at + 1, nullptr, 10);
        places -= static_cast<int>(std::clamp<long>(exponent, -most_exponent, most_exponent));
    }
    if (number.units == 0) return number;
    for (; places < 0; ++places) {
        if (number.units > decimal::most) return std::nullopt;
        number.units *= 10;
    }
    number.places = places;
    number = without_zeros(number);
    if (number.units > decimal::most || number.places > 30) return std::nullopt;
    if (text[0] == '-') number.units = -number.units;
    return number;
}

}  // namespace

decimal as_decimal(const config::node& value) {
    config::as_real(value);
    if (const std::optional<decimal> number = parsed(value.scalar)) return *number;
    refuse("{}: {} needs more than 15 digits: {}.", value.where.text(), config::name_of(value),
           config::in_quotes(value.scalar));
}

std::optional<decimal> with_places(decimal number, int places) {
    for (; number.places < places; ++number.places) {
        if (std::abs(number.units) > decimal::most / 10) return std::nullopt;
        number.units *= 10;
    }
    return number;
}

std::string text_of(decimal number) {
    number = without_zeros(number);
    std::string digits = std::to_string(std::abs(number.units));
    const auto places = static_cast<std::size_t>(number.places);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, 1, '.');
    return (number.units < 0 ? "-" : "") + digits;
}

bool is_whole(decimal number) {
    return without_zeros(number).places == 0;
}

}  // namespace lacuna::sweep
