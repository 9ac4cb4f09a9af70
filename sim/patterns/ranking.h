/// Which of a list of scores are the best: the choice in which every rule of pruning ends.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/config/input_error.h"

namespace lacuna::patterns {

inline void check_density(double density) {
    if (!(density >= 0 && density <= 1)) refuse("density {}: a density is 0 to 1", density);
}

/// How many of n stay: round(n x density), halves to even.
inline std::uint64_t kept_at_density(std::uint64_t n, double density) {
    check_density(density);
    return static_cast<std::uint64_t>(std::nearbyint(static_cast<double>(n) * density));
}

/// Gives 1 to the `kept` highest of n scores, 0 to the others; of equal scores the earlier stay. No score is
/// NaN. `scratch` is room to work in.
template <class Score>
void keep_best(const Score* scores, std::size_t n, std::size_t kept, std::uint8_t* stays,
               std::vector<Score>& scratch) {
    if (kept == 0 || kept >= n) {
        std::fill_n(stays, n, std::uint8_t{kept != 0});
        return;
    }
    scratch.assign(scores, scores + n);
    const auto least = scratch.end() - static_cast<std::ptrdiff_t>(kept);
    std::nth_element(scratch.begin(), least, scratch.end());
    const Score bound = *least;
    // What nth_element leaves above the bound is all that is above it.
    std::size_t equal = kept - static_cast<std::size_t>(
                                   std::count_if(least, scratch.end(), [&](Score s) { return s > bound; }));
    for (std::size_t i = 0; i < n; ++i) {
        const bool is_equal = scores[i] == bound && equal > 0;
        equal -= is_equal;
        stays[i] = scores[i] > bound || is_equal;
    }
}

template <class Score>
std::vector<std::uint8_t> best_of(const std::vector<Score>& scores, std::size_t kept) {
    std::vector<std::uint8_t> stays(scores.size());
    std::vector<Score> scratch;
    keep_best(scores.data(), scores.size(), kept, stays.data(), scratch);
    return stays;
}

}  // namespace lacuna::patterns
