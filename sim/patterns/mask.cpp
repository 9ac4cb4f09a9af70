#include "sim/patterns/mask.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"

namespace lacuna::patterns {
namespace {

/// What add(sum, row) adds up, row by row; looks in between whether it is to go on.
template <class Row>
double sum_of_rows(std::uint32_t rows, Row add) {
    double sum = 0;
    for (std::uint32_t row = 0; row < rows; ++row) {
        give_up_if_stopped();
        add(sum, row);
    }
    return sum;
}

void check_shapes(std::uint32_t rows, std::uint32_t columns, const mask& stays) {
    if (rows == stays.rows && columns == stays.columns) return;
    refuse("a mask of {} x {} does not fit weights of {} x {}", stays.rows, stays.columns, rows, columns);
}

}  // namespace

mask everything(std::uint32_t rows, std::uint32_t columns) {
    return {rows, columns, std::vector<std::uint8_t>(std::size_t{rows} * columns, 1)};
}

mask nonzeros_of(const formats::dense_matrix<float>& weights) {
    mask found = formats::zeros<std::uint8_t>(weights.rows, weights.columns);
    for (std::size_t i = 0; i < found.value.size(); ++i) found.value[i] = weights.value[i] != 0;
    return found;
}

std::uint64_t kept(const mask& stays) {
    return std::accumulate(stays.value.begin(), stays.value.end(), std::uint64_t{0});
}

double density(const mask& stays) {
    if (stays.value.empty()) return 0;
    return static_cast<double>(kept(stays)) / static_cast<double>(stays.value.size());
}

double magnitude(const formats::dense_matrix<float>& weights) {
    return sum_of_rows(weights.rows, [&](double& sum, std::uint32_t row) {
        for (std::uint32_t column = 0; column < weights.columns; ++column)
            sum += std::abs(static_cast<double>(weights.at(row, column)));
    });
}

double magnitude_kept(const formats::dense_matrix<float>& weights, const mask& stays) {
    check_shapes(weights.rows, weights.columns, stays);
    return sum_of_rows(weights.rows, [&](double& sum, std::uint32_t row) {
        for (std::uint32_t column = 0; column < weights.columns; ++column)
            if (stays.at(row, column)) sum += std::abs(static_cast<double>(weights.at(row, column)));
    });
}

double best_magnitude(const formats::dense_matrix<float>& weights, std::uint64_t kept) {
    check_rankable(weights);
    std::vector<float> magnitudes(weights.value);
    if (kept > magnitudes.size()) refuse("{} of {} weights cannot stay", kept, magnitudes.size());
    if (kept == 0) return 0;
    for (float& each : magnitudes) each = std::abs(each);
    const auto least = magnitudes.end() - static_cast<std::ptrdiff_t>(kept);
    std::nth_element(magnitudes.begin(), least, magnitudes.end());
    const float bound = *least;
    std::uint64_t above = 0;
    const double sum = sum_of_rows(weights.rows, [&](double& sum, std::uint32_t row) {
        for (std::uint32_t column = 0; column < weights.columns; ++column) {
            const float own = std::abs(weights.at(row, column));
            if (!(own > bound)) continue;
            sum += own;
            ++above;
        }
    });
    // What equals the bound fills the rest, whichever of them are taken.
    return above == kept ? sum : sum + static_cast<double>(kept - above) * static_cast<double>(bound);
}

formats::dense_matrix<float> masked(const formats::dense_matrix<float>& weights, const mask& stays) {
    check_shapes(weights.rows, weights.columns, stays);
    formats::dense_matrix<float> left = weights;
    for (std::size_t i = 0; i < left.value.size(); ++i)
        if (!stays.value[i]) left.value[i] = 0;
    return left;
}

void check_rankable(const formats::dense_matrix<float>& weights) {
    const auto is_nan = [](float weight) { return std::isnan(weight); };
    const auto found = std::find_if(weights.value.begin(), weights.value.end(), is_nan);
    if (found == weights.value.end()) return;
    const auto position = static_cast<std::size_t>(found - weights.value.begin());
    refuse("row {}, column {}: a weight that is not a number cannot be pruned by magnitude",
           position / weights.columns, position % weights.columns);
}

}  // namespace lacuna::patterns
