/// safetensors: the file in which most published networks keep their weights.
///
/// u64le N; N bytes of JSON (safetensors_header.h); the tensors' values, little-endian and row-major, side by
/// side to the end of the file, as huggingface/safetensors defines it.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// The tensors of a file in the order of its header, also those that read_safetensors() refuses: without
/// values, or of another type. Throws input_error with file and byte offset: a header that is truncated,
/// longer than 100,000,000 bytes or malformed, a shape that disagrees with the tensor's bytes, bytes that
/// belong to no tensor, to two, or lie beyond the end of the file, a dimension beyond 32 bits.
std::vector<tensor_entry> safetensors_tensors(const std::filesystem::path& file);

/// One tensor. The file is memory-mapped, and the values of other tensors are not touched. Throws input_error
/// as safetensors_tensors() does, and for a tensor that is not there, has no values or too many, is of
/// another type than F16, BF16, F32, F64, I8 to U64 and BOOL, or holds a value that is not finite.
tensor read_safetensors(const std::filesystem::path& file, std::string_view name);

}  // namespace lacuna::formats
