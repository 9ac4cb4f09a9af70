/// The files of the Deep Learning Matrix Collection (.smtx): where a pruned layer's weights are, as CSR.
///
/// Source: Gale, Zaharia, Young, Elsen, "Sparse GPU Kernels for Deep Learning", SC 2020. Three lines of whole
/// numbers, parted by commas and white space: `nrows, ncols, nnz`; nrows + 1 row pointers; nnz columns, from
/// 0, rising inside a row. There are no values.
#pragma once

#include <filesystem>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// A sparse matrix without values. Throws input_error that begins with file and line: sizes of 0 or beyond
/// the limits, lines that hold fewer or more numbers than the first says, row pointers that do not lead from
/// 0 to nnz or go backwards, columns that do not rise inside a row or are outside the matrix.
tensor read_smtx(const std::filesystem::path& file);

/// What the first line says. Throws input_error for what it alone shows to be wrong.
tensor_entry smtx_entry(const std::filesystem::path& file);

/// Writes the positions of a matrix's non-zeros, dense or sparse; values are lost. The last two lines end in
/// a space, as in the collection. Throws input_error for other tensors, and where the file cannot be written.
void write_smtx(const std::filesystem::path& file, const tensor& matrix);

}  // namespace lacuna::formats
