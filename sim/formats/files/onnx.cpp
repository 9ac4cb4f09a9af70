#include "sim/formats/files/onnx.h"

#include <onnx/onnx_pb.h>

#include <unordered_set>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/onnx_layers.h"
#include "sim/formats/files/onnx_tensor.h"

namespace lacuna::formats {

onnx_model::onnx_model(const std::filesystem::path& file)
    : graph_(std::make_shared<const onnx_graph>(file)) {}

std::vector<tensor_entry> onnx_model::tensors() const {
    std::vector<tensor_entry> entries;
    std::unordered_set<std::string_view> seen;
    for (const onnx::NodeProto& node : graph_->graph().node()) {
        const auto weights = onnx_weights_of(*graph_, node);
        if (weights && seen.insert(weights->constant->name).second)
            entries.push_back(onnx_entry(*weights->constant, graph_->file()));
    }
    return entries;
}

std::vector<onnx_layer> onnx_model::layers() const {
    return layers_of(*graph_);
}

tensor onnx_model::read(std::string_view name) const {
    const onnx_constant* constant = graph_->constant(std::string(name));
    if (!constant || constant->name != name)
        refuse("{}: the model holds no tensor {}{}.", graph_->file().string(), config::in_quotes(name),
               config::nearest_name_hint(name, graph_->names()));
    return read_onnx_tensor(*constant, graph_->file());
}

std::vector<tensor_entry> onnx_tensors(const std::filesystem::path& file) {
    return onnx_model(file).tensors();
}

std::vector<onnx_layer> onnx_layers(const std::filesystem::path& file) {
    return onnx_model(file).layers();
}

tensor read_onnx(const std::filesystem::path& file, std::string_view name) {
    return onnx_model(file).read(name);
}

}  // namespace lacuna::formats
