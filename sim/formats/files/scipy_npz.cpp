#include "sim/formats/files/scipy_npz.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/quoted.h"
#include "sim/formats/compressed_columns.h"
#include "sim/formats/files/npy_bytes.h"
#include "sim/formats/files/scipy_arrays.h"

namespace lacuna::formats {
namespace {

using indices = std::vector<std::uint32_t>;

/// What is left of the entries when those of value 0 are left out.
csr<float> without_zeros(csr<float> matrix) {
    std::uint32_t kept = 0, first = 0;
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        const std::uint32_t end = matrix.row_begin[row + 1];
        for (std::uint32_t i = first; i < end; ++i) {
            if (matrix.value[i] == 0) continue;
            matrix.column[kept] = matrix.column[i];
            matrix.value[kept++] = matrix.value[i];
        }
        first = end;
        matrix.row_begin[row + 1] = kept;
    }
    matrix.column.resize(kept);
    matrix.value.resize(kept);
    return matrix;
}

csr<float> read_csr(const zip_archive& archive, const scipy_shape& matrix) {
    const std::uint32_t rows = matrix.rows, columns = matrix.columns;
    npz_array data(archive, "data");
    scipy_lines read = read_scipy_lines(archive, rows, columns, index_order::rising);
    std::vector<float> values = scipy_values(data, 1);
    check_counts(data, values.size(), read.index.size());
    return {rows, columns, std::move(read.begin), std::move(read.index), std::move(values)};
}

csr<float> read_csc(const zip_archive& archive, const scipy_shape& matrix) {
    const std::uint32_t rows = matrix.rows, columns = matrix.columns;
    npz_array data(archive, "data");
    scipy_lines read = read_scipy_lines(archive, columns, rows, index_order::rising);
    std::vector<float> values = scipy_values(data, 1);
    check_counts(data, values.size(), read.index.size());
    check_empty_rows(matrix, values.size());
    return to_csr(csc<float>{rows, columns, std::move(read.begin), std::move(read.index), std::move(values)});
}

csr<float> read_bsr(const zip_archive& archive, const scipy_shape& matrix) {
    const std::uint32_t rows = matrix.rows, columns = matrix.columns;
    npz_array data(archive, "data");
    const std::vector<float> values = scipy_values(data, 3);
    const std::uint64_t r = data.header().shape[1], c = data.header().shape[2];
    if (r == 0 || c == 0 || rows % r != 0 || columns % c != 0)
        refuse("{}, byte {}: a matrix of {} x {} is not made of blocks of {} x {}.", data.where(),
               data.header().shape_at, rows, columns, r, c);
    check_empty_rows(matrix, values.size());
    const scipy_lines blocks = read_scipy_lines(archive, static_cast<std::uint32_t>(rows / r),
                                                static_cast<std::uint32_t>(columns / c), index_order::any);
    check_counts(data, data.header().shape[0], blocks.index.size());
    csr<float> read{rows, columns, {0}, {}, {}};
    read.row_begin.reserve(std::size_t{rows} + 1);
    for (std::uint64_t row = 0; row < rows; ++row) {
        for (std::uint64_t block = blocks.begin[row / r]; block < blocks.begin[row / r + 1]; ++block) {
            const float* in_block = &values[(blocks.position[block] * r + row % r) * c];
            for (std::uint64_t i = 0; i < c; ++i) {
                if (in_block[i] == 0) continue;
                read.column.push_back(static_cast<std::uint32_t>(blocks.index[block] * c + i));
                read.value.push_back(in_block[i]);
            }
        }
        read.row_begin.push_back(read.stored());
    }
    return read;
}

/// Entries in any order become rows: first each gets its place in its row, then each row is sorted.
csr<float> read_coo(const zip_archive& archive, const scipy_shape& matrix) {
    npz_array row_array(archive, "row"), column_array(archive, "col"), data(archive, "data");
    const indices row = row_array.integers(matrix.rows - 1, "rows");
    const indices column = column_array.integers(matrix.columns - 1, "columns");
    const std::vector<float> values = scipy_values(data, 1);
    check_counts(data, values.size(), row.size());
    check_counts(data, values.size(), column.size());
    check_empty_rows(matrix, values.size());

    csr<float> read{matrix.rows, matrix.columns, indices(std::size_t{matrix.rows} + 1), {}, {}};
    for (const std::uint32_t r : row) ++read.row_begin[r + 1];
    for (std::size_t r = 0; r < matrix.rows; ++r) read.row_begin[r + 1] += read.row_begin[r];
    indices order(row.size()), next(read.row_begin.begin(), read.row_begin.end() - 1);
    for (std::uint32_t entry = 0; entry < row.size(); ++entry) order[next[row[entry]]++] = entry;
    read.column.reserve(order.size());
    read.value.reserve(order.size());
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        if (r % 1024 == 0) give_up_if_stopped();
        const auto begin = order.begin() + read.row_begin[r], end = order.begin() + read.row_begin[r + 1];
        std::sort(begin, end, [&](std::uint32_t one, std::uint32_t other) {
            return column[one] != column[other] ? column[one] < column[other] : one < other;
        });
        for (auto entry = begin; entry != end; ++entry) {
            if (entry != begin && column[*entry] == column[entry[-1]])
                refuse(
                    "{}: entry {} stands at ({}, {}), as entry {} does; .sum_duplicates() before saving mends "
                    "that.",
                    column_array.where_of(*entry), *entry, r, column[*entry], entry[-1]);
            read.column.push_back(column[*entry]);
            read.value.push_back(values[*entry]);
        }
    }
    return read;
}

std::string format_of(const zip_archive& archive) {
    return npz_array(archive, "format").text();
}

}  // namespace

bool is_scipy_matrix(const zip_archive& archive) {
    for (const char* member : {"format.npy", "shape.npy", "data.npy"})
        if (!archive.holds(member)) return false;
    const npz_array format(archive, "format");
    return format.header().shape.empty() && !format.header().type;
}

tensor_entry scipy_entry(const zip_archive& archive) {
    const scipy_shape matrix = read_scipy_shape(archive);
    const npz_array data(archive, "data");
    check_size(data.header(), data.size(), data.where());
    return {
        "", {matrix.rows, matrix.columns}, std::string(name_of(*data.header().type)), data.header().values};
}

csr<float> read_scipy_matrix(const zip_archive& archive) {
    const std::string format = format_of(archive);
    const scipy_shape matrix = read_scipy_shape(archive);
    if (format == "csr") return without_zeros(read_csr(archive, matrix));
    if (format == "csc") return without_zeros(read_csc(archive, matrix));
    if (format == "bsr") return read_bsr(archive, matrix);
    if (format == "coo") return without_zeros(read_coo(archive, matrix));
    refuse(
        "{}, member 'format.npy': Lacuna reads sparse matrices as csr, csc, bsr or coo, not as {}; .tocsr() "
        "before saving mends that.",
        archive.name(), config::in_quotes(format));
}

std::vector<std::pair<std::string, std::string>> scipy_members(const csr<float>& matrix) {
    const csr<float> entries = without_zeros(matrix);
    const auto i4 = [](const indices& numbers) {
        return std::vector<std::int32_t>(numbers.begin(), numbers.end());
    };
    const tensor_shape stored = {entries.stored()}, pointers = {entries.rows + 1};
    return {{"indices.npy", npy_of(stored, i4(entries.column))},
            {"indptr.npy", npy_of(pointers, i4(entries.row_begin))},
            {"format.npy", npy_header_of("|S3", {}) + "csr"},
            {"shape.npy", npy_of({2}, std::vector<std::int64_t>{entries.rows, entries.columns})},
            {"data.npy", npy_of(stored, entries.value)}};
}

}  // namespace lacuna::formats
