#include "sim/layers/random_values.h"

#include <algorithm>
#include <array>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/formats/compressed_rows.h"
#include "sim/layers/drawing.h"
#include "sim/patterns/unstructured.h"

namespace lacuna::layers {
namespace {

using engine = boost::random::mt19937;

constexpr std::uint64_t most_kept = std::uint64_t{1} << 31;  // so that candidates stay countable in 32 bits
constexpr float infinity = std::numeric_limits<float>::infinity();

/// The magnitude that about `wanted` of n values exceed. It need not be exact: what is kept does not depend
/// on it.
float magnitude_exceeded_by(double wanted, double n, distribution values) {
    if (wanted >= n) return -1;  // even a 0 exceeds it
    if (wanted <= 0) return infinity;
    const double share = wanted / n;
    if (values == distribution::uniform) return static_cast<float>(1 - share);
    double below = 0, above = 40;  // P(|normal| > b) = erfc(b / sqrt 2), solved by bisection
    for (int step = 0; step < 60; ++step) {
        const double middle = (below + above) / 2;
        (std::erfc(middle / std::sqrt(2.0)) > share ? below : above) = middle;
    }
    return static_cast<float>(below);
}

/// The values of a matrix whose magnitude exceeds a bound, and the sum of the magnitudes of all.
struct large_values {
    double source_magnitude = 0;
    formats::csr<float> kept;
};

/// Draws a matrix in pieces of a row that stay in the first-level cache.
template <class Draw>
large_values draw_matrix(std::uint32_t rows, std::uint32_t columns, std::uint32_t seed, float bound,
                         std::size_t expected, Draw draw) {
    constexpr std::uint32_t piece = 1024, lanes = 8;
    std::array<float, piece> value, large;
    std::array<std::uint32_t, piece> column;
    std::array<double, lanes> sum = {};  // eight interleaved sums, a fixed order that vectorises

    engine random(seed);
    large_values drawn{0, {rows, columns, {0}, {}, {}}};
    drawn.kept.row_begin.reserve(std::size_t{rows} + 1);
    drawn.kept.column.reserve(expected);
    drawn.kept.value.reserve(expected);
    for (std::uint32_t row = 0; row < rows; ++row) {
        for (std::uint32_t first = 0, count; first < columns; first += count) {
            give_up_if_stopped();
            count = std::min(piece, columns - first);
            for (std::uint32_t i = 0; i < count; ++i) value[i] = draw(random);
            std::fill(value.begin() + count, value.begin() + (count + lanes - 1) / lanes * lanes, 0.0f);
            for (std::uint32_t i = 0; i < count; i += lanes)
                for (std::uint32_t lane = 0; lane < lanes; ++lane) sum[lane] += std::abs(value[i + lane]);
            std::size_t found = 0;
            for (std::uint32_t i = 0; i < count; ++i) {
                column[found] = first + i;
                large[found] = value[i];
                found += std::abs(value[i]) > bound;
            }
            drawn.kept.column.insert(drawn.kept.column.end(), column.begin(), column.begin() + found);
            drawn.kept.value.insert(drawn.kept.value.end(), large.begin(), large.begin() + found);
        }
        drawn.kept.row_begin.push_back(drawn.kept.stored());
    }
    for (double lane : sum) drawn.source_magnitude += lane;
    return drawn;
}

/// Keeps the values above the one that `surplus` values do not exceed, in place.
void drop_smallest(formats::csr<float>& matrix, std::size_t surplus) {
    if (surplus == 0) return;
    std::vector<float> magnitudes(matrix.value.size());
    std::transform(matrix.value.begin(), matrix.value.end(), magnitudes.begin(),
                   [](float value) { return std::abs(value); });
    const auto last_dropped = magnitudes.begin() + static_cast<std::ptrdiff_t>(surplus - 1);
    std::nth_element(magnitudes.begin(), last_dropped, magnitudes.end());
    std::uint32_t kept = 0, begin = 0;
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        const std::uint32_t end = matrix.row_begin[row + 1];
        for (std::uint32_t i = begin; i < end; ++i) {
            if (!(std::abs(matrix.value[i]) > *last_dropped)) continue;
            matrix.column[kept] = matrix.column[i];
            matrix.value[kept] = matrix.value[i];
            ++kept;
        }
        begin = end;
        matrix.row_begin[row + 1] = kept;
    }
    matrix.column.resize(kept);
    matrix.value.resize(kept);
}

}  // namespace

generated_weights generate_pruned_weights(std::uint32_t rows, std::uint32_t columns, distribution values,
                                          std::uint32_t seed, double density) {
    const std::uint64_t n = std::uint64_t{rows} * columns;
    const std::uint64_t keep = n - patterns::zeros_at_density(n, density);
    if (keep > most_kept)
        refuse(
            "generated weights: {} x {} at density {} would keep {} weights, more than the {} that one "
            "matrix holds",
            rows, columns, density, keep, most_kept);

    // Of the values above a bound that about keep + 3 deviations exceed, the exact rule drops the surplus.
    // About one seed in a thousand exceeds it less often than `keep`; then the same values are drawn again
    // against a lower bound.
    const double total = static_cast<double>(n), kept = static_cast<double>(keep);
    large_values drawn;
    for (double margin = 3 * std::sqrt(kept * (1 - kept / std::max(total, 1.0)));; margin *= 4) {
        const float bound = magnitude_exceeded_by(kept + margin, total, values);
        const auto expected = static_cast<std::size_t>(std::min(kept + 2 * margin, total));
        drawn = with_draw(values, -1,
                          [&](auto draw) { return draw_matrix(rows, columns, seed, bound, expected, draw); });
        if (drawn.kept.value.size() >= keep) break;
    }
    drop_smallest(drawn.kept, drawn.kept.value.size() - keep);
    give_up_if_stopped();

    generated_weights generated{formats::to_csc(drawn.kept), drawn.source_magnitude, 0};
    for (float value : drawn.kept.value) generated.kept_magnitude += std::abs(value);
    return generated;
}

std::vector<std::vector<float>> generate_activations(std::uint32_t batch, std::uint32_t length,
                                                     distribution values, std::uint32_t seed,
                                                     double density) {
    constexpr std::uint32_t drawn_between_looks = 1u << 16;
    const std::uint64_t non_zeros = length - patterns::zeros_at_density(length, density);
    engine random(seed);
    std::vector<std::vector<float>> activations(batch);
    std::vector<std::uint32_t> position(length);
    for (std::vector<float>& vector : activations) {
        std::iota(position.begin(), position.end(), 0u);
        give_up_if_stopped();
        for (std::uint32_t i = 0; i < non_zeros; ++i) {
            if (i % drawn_between_looks == 0) give_up_if_stopped();
            std::swap(
                position[i],
                position[boost::random::uniform_int_distribution<std::uint32_t>(i, length - 1)(random)]);
        }
        std::sort(position.begin(), position.begin() + static_cast<std::ptrdiff_t>(non_zeros));
        vector.assign(length, 0);
        with_draw(values, 0, [&](auto draw) {
            for (std::uint32_t i = 0; i < non_zeros; ++i) {
                if (i % drawn_between_looks == 0) give_up_if_stopped();
                while (vector[position[i]] == 0) vector[position[i]] = draw(random);
            }
        });
    }
    return activations;
}

}  // namespace lacuna::layers
