#include "sim/formats/files/onnx_graph.h"

#include <onnx/onnx_pb.h>

#include <limits>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/onnx_attributes.h"
#include "sim/formats/mapped_file.h"

namespace lacuna::formats {

using config::in_quotes;

namespace {

std::unique_ptr<onnx::ModelProto> parse(const std::filesystem::path& path) {
    const mapped_file file(path);
    constexpr int most_bytes = std::numeric_limits<int>::max();  // protocol buffers have no longer messages
    if (file.size() > most_bytes)
        refuse("{}, byte {}: an ONNX model has at most {} bytes, but this file has {}.", path.string(),
               most_bytes, most_bytes, file.size());
    auto model = std::make_unique<onnx::ModelProto>();
    if (!model->ParseFromArray(file.data(), static_cast<int>(file.size())))
        refuse(
            "{}, byte 0: this is no ONNX model: the file is truncated, or no protocol buffer of that form.",
            path.string());
    if (!model->has_graph())
        refuse("{}, byte 0: this is no ONNX model: the file holds no graph.", path.string());
    return model;
}

std::size_t dimensions_of(const onnx_constant& constant) {
    return static_cast<std::size_t>(constant.dense ? constant.dense->dims_size()
                                                   : constant.sparse->dims_size());
}

}  // namespace

onnx_graph::onnx_graph(std::filesystem::path file) : file_(std::move(file)), model_(parse(file_)) {
    for (const onnx::TensorProto& tensor : graph().initializer()) add({tensor.name(), &tensor});
    for (const onnx::SparseTensorProto& tensor : graph().sparse_initializer())
        add({tensor.values().name(), nullptr, &tensor});
    // Nodes stand in the order of their computation, so this sees every constant before who looks through it.
    for (const onnx::NodeProto& node : graph().node())
        if (node.output_size() > 0) add_output(node);
}

onnx_graph::~onnx_graph() = default;

const onnx::GraphProto& onnx_graph::graph() const {
    return model_->graph();
}

const onnx_constant* onnx_graph::constant(const std::string& input) const {
    const auto found = constants_.find(input);
    return found == constants_.end() ? nullptr : &found->second;
}

bool onnx_graph::is(const onnx::NodeProto& node, std::string_view operation) {
    return node.op_type() == operation && (node.domain().empty() || node.domain() == "ai.onnx");
}

std::string onnx_graph::where(const onnx::NodeProto& node) const {
    return fmt::format("{}: node {}", file_.string(), in_quotes(name_of(node)));
}

void onnx_graph::add(const onnx_constant& constant) {
    const std::string name(constant.name);
    if (name.empty()) return;  // in lists of inputs, this means that there is none
    // What a node calls by a short name of its own is listed under this one, again and again.
    constexpr std::size_t longest = 1024;
    if (name.size() > longest)
        refuse("{}: the name of tensor {} has {} bytes, but Lacuna reads names of at most {}.",
               file_.string(), in_quotes(name), name.size(), longest);
    if (!constants_.emplace(name, constant).second)
        refuse("{}: the model holds two tensors {}.", file_.string(), in_quotes(name));
    names_.push_back(name);
}

void onnx_graph::add_output(const onnx::NodeProto& node) {
    if (is(node, "Constant")) {
        for (const onnx::AttributeProto& attribute : node.attribute()) {
            if (attribute.name() == "value" && attribute.has_t())
                add({node.output(0), &attribute.t()});
            else if (attribute.name() == "sparse_value" && attribute.has_sparse_tensor())
                add({node.output(0), nullptr, &attribute.sparse_tensor()});
        }
        return;
    }
    const bool transpose = is(node, "Transpose");
    if ((!transpose && !is(node, "Identity")) || node.input_size() == 0) return;
    const onnx_constant* const source = constant(node.input(0));
    if (!source || (transpose && dimensions_of(*source) != 2)) return;
    onnx_constant passed = *source;
    if (transpose) {
        const std::vector<std::int64_t> order = integers_attribute(node, "perm", {1, 0}, where(node));
        passed.transposed ^= order == std::vector<std::int64_t>{1, 0};
    }
    constants_.emplace(node.output(0), std::move(passed));
}

std::string name_of(const onnx::NodeProto& node) {
    return node.name().empty() && node.output_size() > 0 ? node.output(0) : node.name();
}

}  // namespace lacuna::formats
