#include "sim/patterns/channel_permutation.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/patterns/mask.h"
#include "sim/patterns/n_of_m.h"
#include "sim/patterns/swap_gains.h"

namespace lacuna::patterns {
namespace {

constexpr std::uint32_t group = 4;

void check_weights(const formats::dense_matrix<float>& weights) {
    if (weights.columns % group != 0 || weights.columns > most_permuted_columns)
        refuse("channels are permuted for 2:4 in groups of four, {} columns at most, but there are {}",
               most_permuted_columns, weights.columns);
    for (std::size_t i = 0; i < weights.value.size(); ++i)
        if (!std::isfinite(weights.value[i]))
            refuse("row {}, column {}: a weight that is not finite has no magnitude to keep",
                   i / weights.columns, i % weights.columns);
}

double kept_by_two_of_four(const formats::dense_matrix<float>& weights) {
    return magnitude_kept(weights, n_of_m_mask(weights, {2, 4, false}, weights.columns));
}

/// The sum over the rows of the larger half of each.
double kept_by_half_of_rows(const formats::dense_matrix<float>& weights) {
    double sum = 0;
    std::vector<float> row(weights.columns);
    for (std::uint32_t r = 0; r < weights.rows; ++r) {
        give_up_if_stopped();
        for (std::uint32_t column = 0; column < weights.columns; ++column)
            row[column] = std::abs(weights.at(r, column));
        std::sort(row.begin(), row.end(), std::greater<>());
        for (std::uint32_t i = 0; i < weights.columns / 2; ++i) sum += static_cast<double>(row[i]);
    }
    return sum;
}

/// The least power of two above every magnitude: to divide by it is exact, and no sum of some rows overflows.
double unit_of(const formats::dense_matrix<float>& weights) {
    float greatest = 0;
    for (const float weight : weights.value) greatest = std::max(greatest, std::abs(weight));
    int exponent = 0;
    std::frexp(greatest, &exponent);
    return std::ldexp(1.0, exponent);
}

/// One pass over all swaps; how many it made.
std::uint32_t make_swaps(swap_gains& gains, double unit) {
    constexpr double relative_threshold = 1e-5;
    constexpr double least_threshold = 1e-4;
    constexpr double greatest_threshold = 1;
    const std::vector<column_swap> swaps = gains.best_swaps(static_cast<float>(least_threshold / unit));
    if (swaps.empty()) return 0;
    const double threshold = std::min(
        std::max(swaps.front().gain * unit * relative_threshold, least_threshold), greatest_threshold);
    std::vector<bool> is_touched(gains.column().size() / group);
    std::uint32_t made = 0;
    for (const column_swap& each : swaps) {
        if (each.gain * unit < threshold) break;
        if (is_touched[each.first / group] || is_touched[each.second / group]) continue;
        // Gains were rounded. That every swap made does gain is why passes come to an end.
        if (!(gains.exact_gain(each.first, each.second) > 0)) continue;
        is_touched[each.first / group] = is_touched[each.second / group] = true;
        gains.swap(each.first, each.second);
        ++made;
    }
    gains.update();
    return made;
}

}  // namespace

double channel_permutation::efficacy() const {
    return best_of_rows > plain ? (permuted - plain) / (best_of_rows - plain) : 1;
}

channel_permutation permute_channels(const formats::dense_matrix<float>& weights) {
    check_weights(weights);
    channel_permutation found;
    const double unit = unit_of(weights);
    swap_gains gains(weights, unit);
    do {
        const std::uint32_t made = make_swaps(gains, unit);
        found.swaps += made;
        ++found.passes;
        if (made == 0) break;
    } while (true);
    found.column = gains.column();
    found.unpruned = magnitude(weights);
    found.plain = kept_by_two_of_four(weights);
    found.permuted = kept_by_two_of_four(permuted(weights, found.column));
    found.best_of_rows = kept_by_half_of_rows(weights);
    return found;
}

formats::dense_matrix<float> permuted(const formats::dense_matrix<float>& weights,
                                      const std::vector<std::uint32_t>& column) {
    if (column.size() != weights.columns)
        refuse("an order of {} columns does not fit {}", column.size(), weights.columns);
    formats::dense_matrix<float> in_order = formats::zeros<float>(weights.rows, weights.columns);
    for (std::uint32_t row = 0; row < weights.rows; ++row)
        for (std::uint32_t i = 0; i < weights.columns; ++i) in_order.at(row, i) = weights.at(row, column[i]);
    return in_order;
}

}  // namespace lacuna::patterns
