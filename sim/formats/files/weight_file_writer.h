/// Writing a tensor to a file in the format that its ending names: .npy, .npz, .mtx or .smtx.
#pragma once

#include <filesystem>

#include "sim/formats/compressed_columns.h"
#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// Throws input_error where the file's ending names no format that Lacuna writes.
void check_written_ending(const std::filesystem::path& file);

/// Whether files of this ending hold where non-zeros are, but not their values: .smtx.
bool holds_positions_alone(const std::filesystem::path& file);

/// Writes the tensor; the file appears whole or not at all, and replaces what had its name. .npz takes a
/// dense tensor as its array arr_0, a sparse one as SciPy does; .mtx and .smtx take matrices. Throws
/// input_error where the ending names no format, the format cannot hold the tensor, or the file cannot be
/// written.
void write_tensor(const std::filesystem::path& file, const tensor& values);

/// The matrix in the form that takes the least room in that file: sparse where fewer than half of its values
/// are stored, or where the file has positions alone, dense else, and always in .npy. `shape` is that of the
/// whole tensor, whose first dimension are the matrix's rows; a sparse one has two dimensions. Throws
/// input_error where a dense one has more than 2^28 values.
tensor tensor_for(const std::filesystem::path& file, const csc<float>& matrix, const tensor_shape& shape);

}  // namespace lacuna::formats
