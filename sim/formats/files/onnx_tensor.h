/// The tensors of an ONNX model, dense (TensorProto) or sparse (SparseTensorProto), as Lacuna's.
#pragma once

#include <cstdint>

#include "sim/formats/files/onnx_graph.h"
#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// A sparse tensor of other than two dimensions is read as a dense one, and of two as rows; of either, a
/// file may claim any number without holding them. Up to this many Lacuna takes.
inline constexpr std::uint64_t most_unheld = std::uint64_t{1} << 26;

/// Throws input_error for dimensions that are negative, beyond 32 bits, or more than 64.
tensor_entry onnx_entry(const onnx_constant& constant, const std::filesystem::path& model);

/// The tensor as the model holds it, not transposed. What lies in files of its own (external_data, relative
/// to the model's folder) is memory-mapped. Throws input_error: types other than floats of 16 to 64 bits,
/// integers of 8 to 64 bits and bool; values that are not finite, fewer or more than the shape asks for, or
/// beyond their type; files outside the model's folder, or too short; indices outside the shape or not
/// rising.
tensor read_onnx_tensor(const onnx_constant& constant, const std::filesystem::path& model);

}  // namespace lacuna::formats
