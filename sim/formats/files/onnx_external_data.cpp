#include "sim/formats/files/onnx_external_data.h"

#include <onnx/onnx_pb.h>

#include <charconv>
#include <optional>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"

namespace lacuna::formats {
namespace {

namespace fs = std::filesystem;
using config::in_quotes;

/// Other keys (checksum, what runtimes add) say nothing that is needed.
std::optional<std::string> entry(const onnx::TensorProto& tensor, std::string_view key,
                                 std::string_view where) {
    std::optional<std::string> value;
    for (const onnx::StringStringEntryProto& one : tensor.external_data()) {
        if (one.key() != key) continue;
        if (value) refuse("{}: its external data have two entries '{}'.", where, key);
        value = one.value();
    }
    return value;
}

std::optional<std::uint64_t> bytes(const onnx::TensorProto& tensor, std::string_view key,
                                   std::string_view where) {
    const std::optional<std::string> text = entry(tensor, key, where);
    if (!text) return {};
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc() || end != text->data() + text->size())
        refuse("{}: the {} of its external data is {}, not a number of bytes.", where, key, in_quotes(*text));
    return number;
}

}  // namespace

onnx_external_bytes onnx_external_data(const onnx::TensorProto& tensor, const fs::path& model,
                                       std::string_view where) {
    const std::optional<std::string> location = entry(tensor, "location", where);
    if (!location || location->empty() || location->find('\0') != location->npos)
        refuse("{}: its external data have no location.", where);
    if (config::has_control_characters(*location))
        refuse("{}: the location {} of its external data has a control character.", where,
               in_quotes(*location));
    const fs::path inside = fs::path(*location).lexically_normal();
    if (inside.is_absolute() || *inside.begin() == "..")
        refuse("{}: the location {} of its external data is outside the model's folder.", where,
               in_quotes(*location));
    const std::uint64_t offset = bytes(tensor, "offset", where).value_or(0);
    const std::optional<std::uint64_t> length = bytes(tensor, "length", where);
    onnx_external_bytes external{mapped_file(model.parent_path() / inside), offset, 0};
    const std::uint64_t size = external.file.size();
    if (offset > size || length.value_or(0) > size - offset)
        refuse("{}, byte {}: the file ends before the {} bytes from byte {} that {} has there.",
               external.file.path().string(), size, length.value_or(0), offset, where);
    external.length = length.value_or(size - offset);
    return external;
}

}  // namespace lacuna::formats
