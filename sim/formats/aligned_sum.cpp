#include "sim/formats/aligned_sum.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::formats {

double aligned_sum(const term* terms, int count) {
    int greatest = std::numeric_limits<int>::min();
    for (int i = 0; i < count; ++i)
        if (terms[i].significand != 0) greatest = std::max(greatest, terms[i].exponent);

    std::int64_t sum = 0;
    for (int i = 0; i < count; ++i) {
        if (terms[i].significand == 0) continue;
        const int shift = greatest - terms[i].exponent;
        const auto aligned = static_cast<std::int64_t>(shift < 64 ? terms[i].significand >> shift : 0);
        sum += terms[i].negative ? -aligned : aligned;
    }
    return sum == 0 ? 0 : std::ldexp(static_cast<double>(sum), greatest - alignment_fraction_bits);
}

}  // namespace lacuna::formats
