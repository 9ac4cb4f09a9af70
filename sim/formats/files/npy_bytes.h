/// The bytes of an .npy file as Lacuna writes it: version 1.0, little-endian, row-major.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// What stands before the values, which then begin at a multiple of 64. `descr` is the type in NumPy's words;
/// at most 64 dimensions.
std::string npy_header_of(std::string_view descr, const tensor_shape& shape);

/// An array of float (f4), std::int32_t (i4) or std::int64_t (i8), as many as the shape has room for.
template <class Value>
std::string npy_of(const tensor_shape& shape, const std::vector<Value>& values);

/// A tensor as f4, a sparse one with its zeros. Throws input_error that begins with `where` where the tensor
/// is not as tensor.h says: more or fewer values than its shape has room for, values that are not finite,
/// more than 64 dimensions.
std::string npy_of(const tensor& values, std::string_view where);

/// Throws input_error that begins with `where` unless the entries of a sparse tensor are as compressed_rows.h
/// says, finite, and of its shape.
void check_sparse(const tensor& values, std::string_view where);

}  // namespace lacuna::formats
