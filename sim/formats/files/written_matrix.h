/// The check of a tensor that a file of one matrix is to hold.
#pragma once

#include <filesystem>
#include <string_view>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// Throws input_error that begins with the file and names the kind of file ("a Matrix Market file") unless
/// the tensor has two dimensions, neither 0, and its values, dense or sparse, agree with them and are finite.
void check_written_matrix(const std::filesystem::path& file, std::string_view kind, const tensor& matrix);

}  // namespace lacuna::formats
