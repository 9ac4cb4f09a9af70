/// .npy files: one array each, as NumPy's save() writes it.
///
/// The file is mapped, and every value becomes a 32-bit float (element_type.h), row-major, whatever order the
/// file has them in. Refused, with an input_error that begins with the file and the byte: everything that
/// parse_npy_header(), check_type() and check_size() refuse, values that are not finite, arrays without
/// values. A descr without a byte order, or with '=', has that of the machine that reads it, as in NumPy.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// One entry, without a name; its values are not read.
std::vector<tensor_entry> npy_tensors(const std::filesystem::path& file);

tensor read_npy(const std::filesystem::path& file);

/// Writes the tensor, a sparse one with its zeros, as little-endian f4 in version 1.0; the file appears whole
/// or not at all. Throws input_error where it cannot be written, or where the tensor is not as tensor.h says:
/// more or fewer values than its shape has room for, values that are not finite, more than 64 dimensions.
void write_npy(const std::filesystem::path& file, const tensor& values);

}  // namespace lacuna::formats
