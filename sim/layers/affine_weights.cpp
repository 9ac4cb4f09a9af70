#include "sim/layers/affine_weights.h"

namespace lacuna::layers {

std::vector<affine_weights> divided(affine_weights weights, std::uint32_t groups) {
    std::vector<affine_weights> parts;
    if (groups == 1) {
        parts.push_back(std::move(weights));
        return parts;
    }
    const formats::csc<float>& whole = weights.values();
    const std::uint32_t rows = whole.rows / groups;
    std::vector<formats::csc<float>> matrices(groups, {rows, whole.columns, {0}, {}, {}});
    for (std::uint32_t column = 0; column < whole.columns; ++column) {
        for (std::uint32_t i = whole.column_begin[column]; i < whole.column_begin[column + 1]; ++i) {
            formats::csc<float>& to = matrices[whole.row[i] / rows];
            to.row.push_back(whole.row[i] % rows);
            to.value.push_back(whole.value[i]);
        }
        for (formats::csc<float>& matrix : matrices) matrix.column_begin.push_back(matrix.stored());
    }
    for (formats::csc<float>& matrix : matrices) parts.emplace_back(std::move(matrix));
    return parts;
}

}  // namespace lacuna::layers
