/// Fixed-point numbers as hardware has them: integers that are shifted and cut.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/formats/fixed_point.h"

namespace lacuna::formats::test {

/// k without its last `places` bits.
inline std::int64_t shifted(std::int64_t k, int places, rounding rounds) {
    const std::int64_t below = k >> places;
    if (places == 0 || rounds == rounding::truncate) return below;
    const std::int64_t dropped = k - below * (std::int64_t{1} << places);
    const std::int64_t half = std::int64_t{1} << (places - 1);
    return below + (dropped > half || (dropped == half && (below & 1) != 0));
}

/// k as an integer of `bits` bits; counts an overflow where it is none.
inline std::int64_t limited(std::int64_t k, int bits, overflow beyond, std::uint64_t& overflows) {
    const std::int64_t last = (std::int64_t{1} << (bits - 1)) - 1;
    if (k >= -last - 1 && k <= last) return k;
    ++overflows;
    if (beyond == overflow::saturate) return std::clamp(k, -last - 1, last);
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(k) << (64 - bits)) >> (64 - bits);
}

}  // namespace lacuna::formats::test
