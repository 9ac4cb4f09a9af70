#include "sim/formats/dense_and_sparse.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"

namespace lacuna::formats {
namespace {

constexpr std::uint64_t most_dense = std::uint64_t{1} << 28;

/// The columns of the values that is_kept(index) names, a strip of columns at a time, so that rows are read
/// along and the ends of the columns that grow stay in the cache.
template <class IsKept>
csc<float> columns_where(const dense_matrix<float>& matrix, IsKept is_kept) {
    constexpr std::uint32_t strip = 512;
    csc<float> all{matrix.rows, matrix.columns, {}, {}, {}};
    all.column_begin.assign(std::size_t{matrix.columns} + 1, 0);
    const auto visit = [&](std::uint32_t first, auto take) {
        const std::uint32_t end = std::min(matrix.columns, first + strip);
        for (std::uint32_t row = 0; row < matrix.rows; ++row) {
            const std::size_t begin = std::size_t{row} * matrix.columns;
            for (std::uint32_t column = first; column < end; ++column)
                if (is_kept(begin + column)) take(row, column, matrix.value[begin + column]);
        }
    };
    for (std::uint32_t first = 0; first < matrix.columns; first += std::min(strip, matrix.columns - first)) {
        give_up_if_stopped();
        visit(first, [&](std::uint32_t, std::uint32_t column, float) {
            ++all.column_begin[std::size_t{column} + 1];
        });
    }
    for (std::uint32_t column = 0; column < matrix.columns; ++column)
        all.column_begin[std::size_t{column} + 1] += all.column_begin[column];
    all.row.resize(all.column_begin.back());
    all.value.resize(all.column_begin.back());
    std::vector<std::uint32_t> next(all.column_begin.begin(), all.column_begin.end() - 1);
    for (std::uint32_t first = 0; first < matrix.columns; first += std::min(strip, matrix.columns - first)) {
        give_up_if_stopped();
        visit(first, [&](std::uint32_t row, std::uint32_t column, float value) {
            all.row[next[column]] = row;
            all.value[next[column]++] = value;
        });
    }
    return all;
}

}  // namespace

csc<float> nonzero_columns(const dense_matrix<float>& matrix) {
    return columns_where(matrix, [&](std::size_t i) { return matrix.value[i] != 0; });
}

csc<float> kept_columns(const dense_matrix<float>& matrix, const dense_matrix<std::uint8_t>& kept) {
    return columns_where(matrix, [&](std::size_t i) { return kept.value[i] != 0 && matrix.value[i] != 0; });
}

dense_matrix<float> dense_of(const csc<float>& matrix, std::string_view where) {
    const std::uint64_t size = std::uint64_t{matrix.rows} * matrix.columns;
    if (size > most_dense)
        refuse("{}: {} x {} weights are more than the {} that a pattern can be put on.", where, matrix.rows,
               matrix.columns, most_dense);
    dense_matrix<float> all = zeros<float>(matrix.rows, matrix.columns);
    for (std::uint32_t column = 0; column < matrix.columns; ++column)
        for (std::uint32_t i = matrix.column_begin[column]; i < matrix.column_begin[column + 1]; ++i)
            all.at(matrix.row[i], column) = matrix.value[i];
    return all;
}

}  // namespace lacuna::formats
