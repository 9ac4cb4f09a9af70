/// The arrays that a sparse matrix of SciPy is made of, each checked for itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/formats/files/npz_array.h"

namespace lacuna::formats {

/// Rows of a COO, CSC or BSR matrix without an entry: they take memory, but are nowhere in the file.
inline constexpr std::uint32_t most_empty_rows = 1u << 20;

struct scipy_shape {
    std::uint32_t rows;
    std::uint32_t columns;
    std::string where;  ///< member and byte
};

/// Throws input_error unless there are two dimensions, with at least 1 and at most most_values positions.
scipy_shape read_scipy_shape(const zip_archive& archive);

/// Throws input_error where so few entries leave more than most_empty_rows empty.
void check_empty_rows(const scipy_shape& matrix, std::uint64_t stored);

/// Throws what npz_array::floats() throws, and where there are other dimensions.
std::vector<float> scipy_values(npz_array& data, std::size_t dimensions);

/// Throws input_error unless the numbers of values and of indices agree.
void check_counts(const npz_array& data, std::uint64_t values, std::uint64_t indices);

/// Rows (CSR), columns (CSC) or rows of blocks (BSR), each with the indices that it stores, which rise.
struct scipy_lines {
    std::vector<std::uint32_t> begin;
    std::vector<std::uint32_t> index;
    std::vector<std::uint32_t> position;  ///< of each in the file; empty where none was moved
};

/// Whether the indices of a line must rise in the file, or are sorted here.
enum class index_order { rising, any };

/// The members indptr and indices. Throws input_error unless there are `lines` + 1 pointers that rise from 0
/// to the number of indices, which are below `bound`, in that order, and none twice in a line.
scipy_lines read_scipy_lines(const zip_archive& archive, std::uint32_t lines, std::uint32_t bound,
                             index_order order);

}  // namespace lacuna::formats
