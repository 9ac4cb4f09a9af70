/// The values of an ONNX TensorProto, wherever it keeps them: as raw bytes, in the field of its type, or in a
/// file of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/formats/files/element_type.h"

namespace onnx {
class TensorProto;
}

namespace lacuna::formats {

/// Nothing for strings, complex numbers, and types that this version of ONNX does not know.
std::optional<element_type> onnx_element_type(const onnx::TensorProto& tensor);
/// "f16"; ONNX's name, or number, of a type that Lacuna does not read.
std::string onnx_type_name(const onnx::TensorProto& tensor);

/// Exactly `count` values. `model` and `name` say what the sentences of input_errors speak about.
std::vector<float> onnx_values(const onnx::TensorProto& tensor, std::size_t count,
                               const std::filesystem::path& model, std::string_view name);

/// The same of a tensor of indices, whose type is INT64.
std::vector<std::int64_t> onnx_indices(const onnx::TensorProto& tensor, std::size_t count,
                                       const std::filesystem::path& model, std::string_view name);

}  // namespace lacuna::formats
