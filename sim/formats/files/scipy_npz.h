/// The sparse matrix that SciPy's save_npz() writes: an archive of the arrays format, shape and data, with
/// indices and indptr (CSR, CSC, BSR) or row and col (COO).
///
/// Entries whose value is 0, as SciPy may store and the blocks of BSR do, are no entries of the tensor: a
/// weight of 0 is no weight. Neither are they written. The indices of CSR and CSC must rise, though SciPy can
/// write others; the refusal says what mends them. The blocks of BSR, which SciPy's own tobsr() leaves in any
/// order, and the entries of COO may stand in any, but each position once. DIA and the sparse arrays of other
/// than two dimensions are refused.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/formats/files/tensor.h"
#include "sim/formats/files/zip_archive.h"

namespace lacuna::formats {

/// Whether the archive holds such a matrix: the members format.npy, a single string, shape.npy and data.npy.
bool is_scipy_matrix(const zip_archive& archive);

/// Without reading entries; `stored` counts what the file holds, zeros included.
tensor_entry scipy_entry(const zip_archive& archive);

/// Throws input_error with member and byte: arrays of other types or lengths, indices outside the matrix or
/// not rising, positions twice, values that are not finite, more rows without an entry than scipy_arrays.h
/// says.
csr<float> read_scipy_matrix(const zip_archive& archive);

/// The members of such an archive, (name, bytes), of a CSR matrix: shape of i8, data of f4, indices and
/// indptr of i4.
std::vector<std::pair<std::string, std::string>> scipy_members(const csr<float>& matrix);

}  // namespace lacuna::formats
