#include "sim/patterns/row_column.h"

#include <algorithm>
#include <vector>

#include "sim/config/interruption.h"
#include "sim/patterns/block.h"
#include "sim/patterns/ranking.h"

namespace lacuna::patterns {
namespace {

/// The squares of the norms of rows and of columns, which rank as the norms do.
struct squared_norms {
    std::vector<double> of_row;
    std::vector<double> of_column;
};

squared_norms norms_of(const formats::dense_matrix<float>& weights) {
    check_rankable(weights);
    squared_norms norms{std::vector<double>(weights.rows), std::vector<double>(weights.columns)};
    for (std::uint32_t row = 0; row < weights.rows; ++row) {
        give_up_if_stopped();
        for (std::uint32_t column = 0; column < weights.columns; ++column) {
            const double weight = weights.at(row, column);
            norms.of_row[row] += weight * weight;
            norms.of_column[column] += weight * weight;
        }
    }
    return norms;
}

bool is_whole(const mask& nonzeros, block_shape shape) {
    return nonzeros.value.empty() || satisfies_block(nonzeros, shape);
}

}  // namespace

mask row_mask(const formats::dense_matrix<float>& weights, double density) {
    const std::uint64_t kept = kept_at_density(weights.rows, density);
    const std::vector<std::uint8_t> row_stays = best_of(norms_of(weights).of_row, kept);
    mask stays{weights.rows, weights.columns, {}};
    stays.value.reserve(weights.value.size());
    for (const std::uint8_t each : row_stays) stays.value.insert(stays.value.end(), weights.columns, each);
    return stays;
}

mask column_mask(const formats::dense_matrix<float>& weights, double density) {
    const std::uint64_t kept = kept_at_density(weights.columns, density);
    const std::vector<std::uint8_t> column_stays = best_of(norms_of(weights).of_column, kept);
    mask stays{weights.rows, weights.columns, {}};
    stays.value.reserve(weights.value.size());
    for (std::uint32_t row = 0; row < weights.rows; ++row)
        stays.value.insert(stays.value.end(), column_stays.begin(), column_stays.end());
    return stays;
}

bool satisfies_row(const mask& nonzeros) {
    return is_whole(nonzeros, {1, nonzeros.columns});
}

bool satisfies_column(const mask& nonzeros) {
    return is_whole(nonzeros, {nonzeros.rows, 1});
}

}  // namespace lacuna::patterns
