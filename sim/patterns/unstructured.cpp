#include "sim/patterns/unstructured.h"

#include <algorithm>
#include <cmath>

#include "sim/config/input_error.h"

namespace lacuna::patterns {
namespace {

constexpr float keep_everything = -1;

std::vector<float> magnitudes_of(const std::vector<float>& weights) {
    std::vector<float> magnitudes(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (std::isnan(weights[i]))
            refuse("weight {}: a weight that is not a number cannot be pruned by magnitude", i);
        magnitudes[i] = std::abs(weights[i]);
    }
    return magnitudes;
}

/// The zeros-th smallest of the magnitudes and of `absent` zeros beside them.
float threshold(std::vector<float> magnitudes, std::uint64_t absent, std::uint64_t zeros) {
    if (zeros == 0) return keep_everything;
    if (zeros <= absent) return 0;
    const auto last_zero = magnitudes.begin() + static_cast<std::ptrdiff_t>(zeros - absent - 1);
    std::nth_element(magnitudes.begin(), last_zero, magnitudes.end());
    return *last_zero;
}

}  // namespace

std::uint64_t zeros_at_density(std::uint64_t n, double density) {
    if (!(density >= 0 && density <= 1)) refuse("density {}: a density is 0 to 1", density);
    return static_cast<std::uint64_t>(std::nearbyint(static_cast<double>(n) * (1 - density)));
}

std::vector<std::uint8_t> unstructured_mask(const std::vector<float>& weights, double density) {
    const float bound = threshold(magnitudes_of(weights), 0, zeros_at_density(weights.size(), density));
    std::vector<std::uint8_t> mask(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) mask[i] = std::abs(weights[i]) > bound;
    return mask;
}

formats::csc<float> unstructured(const formats::csc<float>& weights, double density) {
    check(weights);
    const std::uint64_t n = std::uint64_t{weights.rows} * weights.columns;
    const float bound =
        threshold(magnitudes_of(weights.value), n - weights.value.size(), zeros_at_density(n, density));
    formats::csc<float> pruned{weights.rows, weights.columns, {0}, {}, {}};
    for (std::uint32_t column = 0; column < weights.columns; ++column) {
        for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i) {
            if (!(std::abs(weights.value[i]) > bound)) continue;
            pruned.row.push_back(weights.row[i]);
            pruned.value.push_back(weights.value[i]);
        }
        pruned.column_begin.push_back(pruned.stored());
    }
    return pruned;
}

}  // namespace lacuna::patterns
