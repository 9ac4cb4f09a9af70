#include "sim/formats/compressed_rows.h"

#include <algorithm>
#include <numeric>

#include "sim/formats/compressed_check.h"

namespace lacuna::formats {
namespace {

/// The pointers, indices and values of CSC or CSR, whichever way the lines run.
template <class Value>
struct lines {
    std::vector<std::uint32_t> begin;
    std::vector<std::uint32_t> index;
    std::vector<Value> value;
};

/// Turns lines by their index: a counting sort, stable, so the indices of the result rise inside its lines.
template <class Value>
lines<Value> transpose(const std::vector<std::uint32_t>& begin, const std::vector<std::uint32_t>& index,
                       const std::vector<Value>& value, std::uint32_t index_bound) {
    lines<Value> turned;
    turned.begin.assign(std::size_t{index_bound} + 1, 0);
    for (std::uint32_t i : index) ++turned.begin[std::size_t{i} + 1];
    std::partial_sum(turned.begin.begin(), turned.begin.end(), turned.begin.begin());

    turned.index.resize(index.size());
    turned.value.resize(index.size());
    std::vector<std::uint32_t> next(turned.begin.begin(), turned.begin.end() - 1);
    for (std::size_t line = 0; line + 1 < begin.size(); ++line) {
        for (std::uint32_t entry = begin[line]; entry < begin[line + 1]; ++entry) {
            const std::uint32_t to = next[index[entry]]++;
            turned.index[to] = static_cast<std::uint32_t>(line);
            turned.value[to] = value[entry];
        }
    }
    return turned;
}

}  // namespace

template <class Value>
csr<Value> encode_csr(const coo<Value>& matrix) {
    check(matrix);
    csr<Value> encoded{matrix.rows, matrix.columns, {}, matrix.column, matrix.value};
    encoded.row_begin.assign(std::size_t{matrix.rows} + 1, 0);
    for (std::uint32_t row : matrix.row) ++encoded.row_begin[std::size_t{row} + 1];
    std::partial_sum(encoded.row_begin.begin(), encoded.row_begin.end(), encoded.row_begin.begin());
    return encoded;
}

template <class Value>
coo<Value> decode(const csr<Value>& matrix) {
    check(matrix);
    coo<Value> decoded{matrix.rows, matrix.columns, {}, matrix.column, matrix.value};
    decoded.row.resize(matrix.column.size());
    for (std::uint32_t row = 0; row < matrix.rows; ++row)
        std::fill(decoded.row.begin() + matrix.row_begin[row],
                  decoded.row.begin() + matrix.row_begin[row + 1], row);
    return decoded;
}

template <class Value>
void check(const csr<Value>& matrix) {
    check_value_count("CSR", matrix.column.size(), matrix.value.size());
    check_compressed({"CSR", "row", "column"}, matrix.row_begin, matrix.rows, matrix.column, matrix.columns);
}

template <class Value>
csr<Value> to_csr(const csc<Value>& matrix) {
    check(matrix);
    lines<Value> rows = transpose(matrix.column_begin, matrix.row, matrix.value, matrix.rows);
    return {matrix.rows, matrix.columns, std::move(rows.begin), std::move(rows.index), std::move(rows.value)};
}

template <class Value>
csc<Value> to_csc(const csr<Value>& matrix) {
    check(matrix);
    lines<Value> columns = transpose(matrix.row_begin, matrix.column, matrix.value, matrix.columns);
    return {matrix.rows, matrix.columns, std::move(columns.begin), std::move(columns.index),
            std::move(columns.value)};
}

template csr<float> encode_csr(const coo<float>& matrix);
template csr<std::uint8_t> encode_csr(const coo<std::uint8_t>& matrix);
template coo<float> decode(const csr<float>& matrix);
template coo<std::uint8_t> decode(const csr<std::uint8_t>& matrix);
template void check(const csr<float>& matrix);
template void check(const csr<std::uint8_t>& matrix);
template csr<float> to_csr(const csc<float>& matrix);
template csr<std::uint8_t> to_csr(const csc<std::uint8_t>& matrix);
template csc<float> to_csc(const csr<float>& matrix);
template csc<std::uint8_t> to_csc(const csr<std::uint8_t>& matrix);

}  // namespace lacuna::formats
