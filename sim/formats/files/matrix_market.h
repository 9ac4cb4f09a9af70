/// Matrix Market files (.mtx): a matrix as text, one entry or value a line.
///
/// Source: Boisvert, Pozo, Remington, "The Matrix Market Exchange Formats: Initial Design", NISTIR 5935,
/// 1996.
/// `%%MatrixMarket matrix {coordinate|array} {real|integer|pattern} {general|symmetric|skew-symmetric}`, with
/// lines of comment, the size line, then one entry (row, column, value; from 1) or one value a line.
#pragma once

#include <filesystem>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// Rows or columns of a sparse matrix, whose pointers take memory that no entry of the file stands for.
inline constexpr std::uint32_t most_sparse_lines = 1u << 24;

/// A sparse matrix of a coordinate file, whose entries may stand in any order, or a dense one of an array
/// file, whose values go down its columns. The other triangle of symmetric and skew-symmetric matrices is
/// filled in. Explicit zeros of a coordinate file, and values too small for a 32-bit float, are no entries of
/// the result. A pattern has no values.
///
/// Throws input_error that begins with file and line: complex and hermitian matrices, another header, sizes
/// of 0, beyond the limits, or for which the file is too short, more or fewer lines than the size line says,
/// positions outside the matrix or its stored triangle, positions that stand twice, and values that are not
/// finite 32-bit floats.
tensor read_matrix_market(const std::filesystem::path& file);

/// What a Matrix Market file holds, by its header and size line alone; stored counts its lines of entries or
/// values. Throws as read_matrix_market() does.
tensor_entry matrix_market_entry(const std::filesystem::path& file);

/// Writes a matrix of finite values: a sparse one as `coordinate real general`, or `coordinate pattern
/// general` where it has no values, a dense one as `array real general`. Stored zeros of a sparse one are
/// left out. Every number is the shortest that reads as the same 32-bit float. Throws input_error for other
/// tensors, and where the file cannot be written.
void write_matrix_market(const std::filesystem::path& file, const tensor& matrix);

}  // namespace lacuna::formats
