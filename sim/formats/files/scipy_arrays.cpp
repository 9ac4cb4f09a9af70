#include "sim/formats/files/scipy_arrays.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/formats/files/tensor.h"

namespace lacuna::formats {
namespace {

void check_pointers(const npz_array& array, const scipy_lines& read, std::size_t lines) {
    const std::vector<std::uint32_t>& begin = read.begin;
    if (begin.size() != lines + 1)
        refuse("{}, byte {}: there are {} pointers, not {}.", array.where(), array.header().shape_at,
               begin.size(), lines + 1);
    if (begin[0] != 0) refuse("{}: the first pointer is {}, not 0.", array.where_of(0), begin[0]);
    for (std::size_t line = 0; line < lines; ++line)
        if (begin[line + 1] < begin[line])
            refuse("{}: the pointers go backwards, from {} to {}.", array.where_of(line + 1), begin[line],
                   begin[line + 1]);
    if (begin[lines] != read.index.size())
        refuse(
            "{}: the last pointer is {}, but there are {} indices; .prune() before saving leaves out those "
            "behind it.",
            array.where_of(lines), begin[lines], read.index.size());
}

void sort_lines(scipy_lines& read) {
    read.position.resize(read.index.size());
    std::iota(read.position.begin(), read.position.end(), 0u);
    for (std::size_t line = 0; line + 1 < read.begin.size(); ++line) {
        if (line % 1024 == 0) give_up_if_stopped();
        std::sort(read.position.begin() + read.begin[line], read.position.begin() + read.begin[line + 1],
                  [&](std::uint32_t one, std::uint32_t other) {
                      return std::pair(read.index[one], one) < std::pair(read.index[other], other);
                  });
    }
    std::vector<std::uint32_t> sorted;
    sorted.reserve(read.index.size());
    for (const std::uint32_t position : read.position) sorted.push_back(read.index[position]);
    read.index = std::move(sorted);
}

}  // namespace

scipy_shape read_scipy_shape(const zip_archive& archive) {
    npz_array array(archive, "shape");
    const std::vector<std::uint32_t> shape = array.integers(most_values, "shape");
    const std::string where = array.where_of(0);
    if (shape.size() != 2)
        refuse("{}: the matrix has {} dimensions; Lacuna reads sparse matrices of two.", where, shape.size());
    checked_shape({shape.begin(), shape.end()}, where);
    return {shape[0], shape[1], where};
}

void check_empty_rows(const scipy_shape& matrix, std::uint64_t stored) {
    if (matrix.rows > stored + most_empty_rows)
        refuse("{}: of {} rows at most {} can have an entry; Lacuna reads at most {} empty ones.",
               matrix.where, matrix.rows, stored, most_empty_rows);
}

std::vector<float> scipy_values(npz_array& data, std::size_t dimensions) {
    if (data.header().shape.size() != dimensions)
        refuse("{}, byte {}: the values of this matrix stand in {} dimension{}, not in {}.", data.where(),
               data.header().shape_at, dimensions, dimensions == 1 ? "" : "s", data.header().shape.size());
    return data.floats();
}

scipy_lines read_scipy_lines(const zip_archive& archive, std::uint32_t lines, std::uint32_t bound,
                             index_order order) {
    npz_array pointers(archive, "indptr"), indices(archive, "indices");
    scipy_lines read{pointers.integers(most_values, "pointers"), indices.integers(bound - 1, "indices"), {}};
    check_pointers(pointers, read, lines);
    if (order == index_order::any) sort_lines(read);
    for (std::size_t line = 0; line < lines; ++line) {
        if (line % 1024 == 0) give_up_if_stopped();
        for (std::size_t i = read.begin[line] + std::size_t{1}; i < read.begin[line + 1]; ++i) {
            const std::size_t position = read.position.empty() ? i : read.position[i];
            if (read.index[i] == read.index[i - 1])
                refuse("{}: index {} stands twice in line {}; .sum_duplicates() before saving mends that.",
                       indices.where_of(position), read.index[i], line);
            if (read.index[i] < read.index[i - 1])
                refuse(
                    "{}: index {} follows {} in line {}, but they must rise; .sort_indices() before saving "
                    "mends that.",
                    indices.where_of(position), read.index[i], read.index[i - 1], line);
        }
    }
    return read;
}

void check_counts(const npz_array& data, std::uint64_t values, std::uint64_t indices) {
    if (values != indices)
        refuse("{}, byte {}: there are {} values, but {} indices.", data.where(), data.header().shape_at,
               values, indices);
}

}  // namespace lacuna::formats
