/// The attributes of an ONNX node, each of the type that its operator's definition gives it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace onnx {
class NodeProto;
}

namespace lacuna::formats {

// Each returns `otherwise` where the node has no such attribute, and throws input_error, in a sentence that
// begins with `where`, for one of another type.
std::int64_t integer_attribute(const onnx::NodeProto& node, std::string_view name, std::int64_t otherwise,
                               std::string_view where);
float float_attribute(const onnx::NodeProto& node, std::string_view name, float otherwise,
                      std::string_view where);
std::string string_attribute(const onnx::NodeProto& node, std::string_view name, std::string_view otherwise,
                             std::string_view where);
std::vector<std::int64_t> integers_attribute(const onnx::NodeProto& node, std::string_view name,
                                             const std::vector<std::int64_t>& otherwise,
                                             std::string_view where);

}  // namespace lacuna::formats
