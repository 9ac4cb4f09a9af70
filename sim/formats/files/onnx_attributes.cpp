#include "sim/formats/files/onnx_attributes.h"

#include <onnx/onnx_pb.h>

#include "sim/config/input_error.h"

namespace lacuna::formats {
namespace {

using onnx::AttributeProto;

/// nullptr where the node has none. Models of the first version of ONNX name no type.
const AttributeProto* find(const onnx::NodeProto& node, std::string_view name, int type,
                           std::string_view type_name, std::string_view where) {
    for (const AttributeProto& attribute : node.attribute()) {
        if (attribute.name() != name) continue;
        if (attribute.type() != type && attribute.type() != AttributeProto::UNDEFINED)
            refuse("{}: its attribute '{}' is not {}.", where, name, type_name);
        return &attribute;
    }
    return nullptr;
}

}  // namespace

std::int64_t integer_attribute(const onnx::NodeProto& node, std::string_view name, std::int64_t otherwise,
                               std::string_view where) {
    const AttributeProto* found = find(node, name, AttributeProto::INT, "a whole number", where);
    return found ? found->i() : otherwise;
}

float float_attribute(const onnx::NodeProto& node, std::string_view name, float otherwise,
                      std::string_view where) {
    const AttributeProto* found = find(node, name, AttributeProto::FLOAT, "a number", where);
    return found ? found->f() : otherwise;
}

std::string string_attribute(const onnx::NodeProto& node, std::string_view name, std::string_view otherwise,
                             std::string_view where) {
    const AttributeProto* found = find(node, name, AttributeProto::STRING, "a text", where);
    return found ? found->s() : std::string(otherwise);
}

std::vector<std::int64_t> integers_attribute(const onnx::NodeProto& node, std::string_view name,
                                             const std::vector<std::int64_t>& otherwise,
                                             std::string_view where) {
    const AttributeProto* found = find(node, name, AttributeProto::INTS, "a list of whole numbers", where);
    if (!found) return otherwise;
    return {found->ints().begin(), found->ints().end()};
}

}  // namespace lacuna::formats
