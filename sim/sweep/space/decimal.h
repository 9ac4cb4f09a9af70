/// An exact decimal number: an integer of at most 15 digits, divided by a power of ten.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/config/yaml.h"

namespace lacuna::sweep {

/// units / 10^places.
struct decimal {
    std::int64_t units = 0;
    int places = 0;  ///< at least 0

    /// At most this many digits, so that each has a double of its own and sums stay far from 2^63.
    static constexpr std::int64_t most = 999'999'999'999'999;
};

/// A number of the config, exactly. Throws input_error where it is none, or needs more than 15 digits.
decimal as_decimal(const config::node& value);

/// The same number with that many places, which may not be fewer; nothing beyond 15 digits.
std::optional<decimal> with_places(decimal number, int places);

/// "64", "-0.5": without zeros at the end.
std::string text_of(decimal number);

/// Whether it has no fraction.
bool is_whole(decimal number);

}  // namespace lacuna::sweep
