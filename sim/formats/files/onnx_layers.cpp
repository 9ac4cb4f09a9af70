#include "sim/formats/files/onnx_layers.h"

#include <onnx/onnx_pb.h>

#include <unordered_map>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/onnx_attributes.h"
#include "sim/formats/files/onnx_shapes.h"
#include "sim/formats/files/onnx_tensor.h"

namespace lacuna::formats {
namespace {

using config::in_quotes;

/// Who takes which activations.
class takers {
  public:
    explicit takers(const onnx_graph& model) {
        for (const onnx::NodeProto& node : model.graph().node()) {
            for (const std::string& input : node.input()) {
                ++takers_[input].number;
                takers_[input].last = &node;
            }
        }
        for (const onnx::ValueInfoProto& output : model.graph().output()) ++takers_[output.name()].number;
    }

    /// The node that alone takes them, if it is of that operator; else nullptr.
    const onnx::NodeProto* only(const std::string& activations, std::string_view operation) const {
        const auto found = takers_.find(activations);
        if (found == takers_.end() || found->second.number != 1) return nullptr;
        const onnx::NodeProto* node = found->second.last;
        return node && onnx_graph::is(*node, operation) && node->output_size() == 1 ? node : nullptr;
    }

  private:
    struct of_activations {
        std::size_t number = 0;
        const onnx::NodeProto* last = nullptr;  // or the network's own output takes them
    };
    std::unordered_map<std::string, of_activations> takers_;
};

class layer_reader {
  public:
    explicit layer_reader(const onnx_graph& model)
        : model_(model), shapes_(onnx_shapes(model)), takers_(model) {}

    onnx_layer operator()(const onnx::NodeProto& node, const onnx_weights& weights) const {
        onnx_layer layer;
        layer.name = name_of(node);
        layer.operation = weights.operation;
        layer.weights = weights.constant->name;
        layer.weights_shape = onnx_entry(*weights.constant, model_.file()).shape;
        layer.input = node.input(1 - weights.input);
        layer.output = node.output(0);
        if (weights.operation == onnx_operator::conv)
            read_conv(node, layer);
        else
            layer.transposed = (weights.input == 1) ^ weights.constant->transposed;
        if (weights.operation == onnx_operator::gemm) read_gemm(node, weights, layer);
        if (weights.operation != onnx_operator::matmul)
            read_bias(node, layer);
        else if (weights.input == 1)
            find_bias(layer);
        if (const onnx::NodeProto* relu = takers_.only(layer.output, "Relu")) {
            layer.relu_follows = true;
            layer.output = relu->output(0);
        }
        return layer;
    }

  private:
    void read_conv(const onnx::NodeProto& node, onnx_layer& layer) const {
        const tensor_shape& shape = layer.weights_shape;
        const std::string where = model_.where(node);
        if (shape.size() < 3)
            refuse("{}: its weights have {} dimensions, but those of a Conv have at least 3.", where,
                   shape.size());
        layer.window = onnx_window_of(node, {shape.begin() + 2, shape.end()}, where);
        const std::int64_t group = integer_attribute(node, "group", 1, where);
        if (group < 1 || group > shape[0] || shape[0] % group != 0)
            refuse("{}: its {} output channels are not to be cut into {} groups.", where, shape[0], group);
        layer.group = static_cast<std::uint32_t>(group);
        const auto input = shapes_.find(layer.input);
        if (input == shapes_.end() || input->second.size() != shape.size()) return;
        layer.input_size.assign(input->second.begin() + 2, input->second.end());
        for (const std::uint32_t size : layer.input_size)
            if (size == 0) return layer.input_size.clear();
    }

    void read_gemm(const onnx::NodeProto& node, const onnx_weights& weights, onnx_layer& layer) const {
        const std::string where = model_.where(node);
        if (layer.weights_shape.size() != 2)
            refuse("{}: its weights have {} dimensions, but those of a Gemm have 2.", where,
                   layer.weights_shape.size());
        const bool bias = node.input_size() > 2 && !node.input(2).empty();
        for (const char* factor : {"alpha", "beta"}) {
            const float value = float_attribute(node, factor, 1, where);
            if (value != 1 && (bias || factor[0] == 'a'))
                refuse("{}: its attribute '{}' is {}, but Lacuna reads Gemm of 1 only.", where, factor,
                       value);
        }
        const bool flipped = integer_attribute(node, weights.input == 1 ? "transB" : "transA", 0, where) != 0;
        layer.transposed ^= flipped;
    }

    void read_bias(const onnx::NodeProto& node, onnx_layer& layer) const {
        if (node.input_size() < 3 || node.input(2).empty()) return;
        const onnx_constant* bias = model_.constant(node.input(2));
        if (!bias)
            refuse("{}: its bias {} is computed by the network, not held by the file.", model_.where(node),
                   in_quotes(node.input(2)));
        layer.bias = bias->name;
    }

    /// Exporters write a fully connected layer of more than two dimensions as MatMul and Add.
    void find_bias(onnx_layer& layer) const {
        const onnx::NodeProto* add = takers_.only(layer.output, "Add");
        if (!add || add->input_size() != 2 || layer.weights_shape.size() != 2) return;
        const onnx_constant* bias = model_.constant(add->input(add->input(0) == layer.output ? 1 : 0));
        const std::uint32_t outputs = layer.weights_shape[layer.transposed ? 1 : 0];
        if (!bias || onnx_entry(*bias, model_.file()).shape != tensor_shape{outputs}) return;
        layer.bias = bias->name;
        layer.output = add->output(0);
    }

    const onnx_graph& model_;
    std::unordered_map<std::string, onnx_shape> shapes_;
    takers takers_;
};

}  // namespace

std::optional<onnx_weights> onnx_weights_of(const onnx_graph& model, const onnx::NodeProto& node) {
    onnx_weights weights;
    if (onnx_graph::is(node, "Conv"))
        weights.operation = onnx_operator::conv;
    else if (onnx_graph::is(node, "Gemm"))
        weights.operation = onnx_operator::gemm;
    else if (!onnx_graph::is(node, "MatMul"))
        return {};
    if (node.input_size() < 2 || node.output_size() < 1)
        refuse("{}: it has {} inputs and {} outputs, but a {} has at least 2 and 1.", model.where(node),
               node.input_size(), node.output_size(), node.op_type());
    const int least = weights.operation == onnx_operator::conv ? 1 : 0;
    for (weights.input = 1; weights.input >= least; --weights.input) {
        weights.constant = model.constant(node.input(weights.input));
        if (weights.constant) return weights;
    }
    return {};
}

std::vector<onnx_layer> layers_of(const onnx_graph& model) {
    const layer_reader read(model);
    std::vector<onnx_layer> layers;
    for (const onnx::NodeProto& node : model.graph().node()) {
        give_up_if_stopped();
        if (const auto weights = onnx_weights_of(model, node)) layers.push_back(read(node, *weights));
    }
    return layers;
}

}  // namespace lacuna::formats
