/// .npz files: zip archives of .npy arrays, as NumPy's savez() and savez_compressed() write them, or one
/// sparse matrix, as SciPy's save_npz() does (scipy_npz.h).
///
/// An archive is a sparse matrix where it has the members format, a single string, shape and data; all others
/// hold dense arrays. Refused, with an input_error that begins with the file, the member and the byte in it:
/// what npy.h refuses, damaged archives, members that are encrypted or packed by another method than deflate.
/// No memory is spent on values that a file claims to hold, but does not.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// One entry for each dense array, under its name without ".npy", or one without a name for a sparse matrix.
/// Left out are members that are no .npy files, and arrays of types that no tensor has (strings, complex
/// numbers, Python objects). Their values are not read. Throws input_error where nothing is left.
std::vector<tensor_entry> npz_tensors(const std::filesystem::path& file);

/// The array of that name; without a name the sparse matrix, or the array of a file that holds but one.
tensor read_npz(const std::filesystem::path& file, const std::string& name = "");

/// Writes a sparse tensor as SciPy's save_npz() writes CSR, a dense one as the array `name`, deflated; the
/// file appears whole or not at all. Throws input_error where it cannot be written, where the tensor is not
/// as tensor.h says, or no member can have that name.
void write_npz(const std::filesystem::path& file, const tensor& values, const std::string& name = "arr_0");

}  // namespace lacuna::formats
