/// A small sampled GEMM held whole, as a product that everything else knows.
#pragma once

#include "sim/layers/workload.h"

namespace lacuna::run::test {

inline layers::product whole_product(const layers::sampled_gemm& gemm) {
    formats::csc<float> weights{gemm.m, gemm.k + 1, {0}, {}, {}};
    std::vector<std::vector<float>> rows;
    for (std::uint32_t row = 0; row < gemm.m; ++row) rows.push_back(gemm.row_of_weights(row));
    for (std::uint32_t column = 0; column < gemm.k; ++column) {
        for (std::uint32_t row = 0; row < gemm.m; ++row) {
            weights.row.push_back(row);
            weights.value.push_back(rows[row][column]);
        }
        weights.column_begin.push_back(weights.stored());
    }
    weights.column_begin.push_back(weights.stored());
    std::vector<std::vector<float>> vectors;
    for (std::uint32_t column = 0; column < gemm.n; ++column)
        vectors.push_back(gemm.column_of_activations(column));
    return {layers::affine_weights(weights), vectors, gemm.function};
}

/// The outputs of a place, out of all.
inline layers::output_tile part_of(const layers::outputs& all, layers::output_tile place) {
    place.values.clear();
    for (std::uint32_t row = place.row; row < place.row + place.rows; ++row)
        for (std::uint32_t column = place.column; column < place.column + place.columns; ++column)
            place.values.push_back(all[column][row]);
    return place;
}

}  // namespace lacuna::run::test
