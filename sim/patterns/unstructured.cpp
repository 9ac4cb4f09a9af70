#include "sim/patterns/unstructured.h"

#include <algorithm>
#include <cmath>

#include "sim/config/input_error.h"
#include "sim/patterns/ranking.h"

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
    check_density(density);
    return static_cast<std::uint64_t>(std::nearbyint(static_cast<double>(n) * (1 - density)));
}

mask unstructured_mask(const formats::dense_matrix<float>& weights, double density) {
    const std::uint64_t zeros = zeros_at_density(weights.value.size(), density);
    check_rankable(weights);
    const float bound = threshold(magnitudes_of(weights.value), 0, zeros);
    mask stays = formats::zeros<std::uint8_t>(weights.rows, weights.columns);
    for (std::size_t i = 0; i < stays.value.size(); ++i) stays.value[i] = std::abs(weights.value[i]) > bound;
    return stays;
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
