#include "sim/formats/files/unsorted_entries.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "sim/config/interruption.h"

namespace lacuna::formats {
namespace {

/// Sorts one row's entries by their columns, where they are not sorted yet. `scratch` saves allocations.
void sort_row(csr<float>& matrix, std::uint32_t row, std::vector<std::pair<std::uint32_t, float>>& scratch) {
    const std::uint32_t begin = matrix.row_begin[row], end = matrix.row_begin[row + 1];
    if (std::is_sorted(matrix.column.begin() + begin, matrix.column.begin() + end)) return;
    scratch.clear();
    for (std::uint32_t i = begin; i < end; ++i) scratch.emplace_back(matrix.column[i], matrix.value[i]);
    std::stable_sort(scratch.begin(), scratch.end(),
                     [](const auto& one, const auto& other) { return one.first < other.first; });
    for (std::uint32_t i = begin; i < end; ++i)
        std::tie(matrix.column[i], matrix.value[i]) = scratch[i - begin];
}

}  // namespace

csr<float> csr_of_unsorted(const coo<float>& entries) {
    csr<float> matrix{entries.rows, entries.columns, {}, {}, {}};
    matrix.row_begin.assign(std::size_t{entries.rows} + 1, 0);
    for (const std::uint32_t row : entries.row) ++matrix.row_begin[std::size_t{row} + 1];
    std::partial_sum(matrix.row_begin.begin(), matrix.row_begin.end(), matrix.row_begin.begin());

    matrix.column.resize(entries.row.size());
    matrix.value.resize(entries.row.size());
    std::vector<std::uint32_t> next(matrix.row_begin.begin(), matrix.row_begin.end() - 1);
    for (std::size_t i = 0; i < entries.row.size(); ++i) {
        if ((i & 0xfffff) == 0) give_up_if_stopped();
        const std::uint32_t to = next[entries.row[i]]++;
        matrix.column[to] = entries.column[i];
        matrix.value[to] = entries.value[i];
    }
    std::vector<std::pair<std::uint32_t, float>> scratch;
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        if ((row & 0xfff) == 0) give_up_if_stopped();
        sort_row(matrix, row, scratch);
    }
    return matrix;
}

std::optional<position> first_repeated(const csr<float>& matrix) {
    for (std::uint32_t row = 0; row < matrix.rows; ++row)
        for (std::uint32_t i = matrix.row_begin[row]; i + 1 < matrix.row_begin[row + 1]; ++i)
            if (matrix.column[i] == matrix.column[i + 1]) return position{row, matrix.column[i]};
    return std::nullopt;
}

csr<float> without_zeros(csr<float> matrix) {
    std::uint32_t kept = 0, i = 0;
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        for (const std::uint32_t end = matrix.row_begin[row + 1]; i < end; ++i) {
            if (matrix.value[i] == 0) continue;
            matrix.column[kept] = matrix.column[i];
            matrix.value[kept++] = matrix.value[i];
        }
        matrix.row_begin[row + 1] = kept;
    }
    matrix.column.resize(kept);
    matrix.value.resize(kept);
    return matrix;
}

}  // namespace lacuna::formats
