/// The bytes of an ONNX tensor that lie in a file of their own, beside the model.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "sim/formats/mapped_file.h"

namespace onnx {
class TensorProto;
}

namespace lacuna::formats {

struct onnx_external_bytes {
    mapped_file file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;

    const unsigned char* data() const { return file.data() + offset; }
};

/// The tensor's external_data: location (relative to the model's folder, and inside it), offset (else 0),
/// length (else to the end of the file). `where` begins the sentences ("FILE: tensor 'w'"). Throws
/// input_error for locations outside the folder, numbers that are none, and bytes beyond the end of the file.
onnx_external_bytes onnx_external_data(const onnx::TensorProto& tensor, const std::filesystem::path& model,
                                       std::string_view where);

}  // namespace lacuna::formats
