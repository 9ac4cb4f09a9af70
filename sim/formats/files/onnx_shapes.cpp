#include "sim/formats/files/onnx_shapes.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "sim/config/interruption.h"
#include "sim/formats/files/onnx_attributes.h"
#include "sim/formats/files/onnx_tensor.h"
#include "sim/formats/files/onnx_window.h"

namespace lacuna::formats {
namespace {

constexpr std::string_view shape_keepers[] = {"Relu",
                                              "LeakyRelu",
                                              "PRelu",
                                              "Clip",
                                              "Sigmoid",
                                              "HardSigmoid",
                                              "HardSwish",
                                              "Tanh",
                                              "Elu",
                                              "Selu",
                                              "Celu",
                                              "Mish",
                                              "Softplus",
                                              "Softsign",
                                              "Erf",
                                              "Exp",
                                              "Sqrt",
                                              "Abs",
                                              "Neg",
                                              "Identity",
                                              "Dropout",
                                              "Cast",
                                              "LRN",
                                              "Softmax",
                                              "LogSoftmax",
                                              "BatchNormalization",
                                              "InstanceNormalization",
                                              "LpNormalization"};
constexpr std::string_view broadcasts[] = {"Add", "Sub", "Mul", "Div", "Sum", "Max", "Min"};

class shapes {
  public:
    explicit shapes(const onnx_graph& model) : model_(model) {
        for (const onnx::ValueInfoProto& value : model.graph().input()) state(value);
        for (const onnx::ValueInfoProto& value : model.graph().value_info()) state(value);
        for (const onnx::ValueInfoProto& value : model.graph().output()) state(value);
        int seen = 0;
        for (const onnx::NodeProto& node : model.graph().node()) {
            if (++seen % 1024 == 0) give_up_if_stopped();
            if (node.input_size() == 0 || node.output_size() == 0) continue;
            onnx_shape shape = output_of(node);
            if (!shape.empty()) known_.emplace(node.output(0), std::move(shape));  // what is stated stays
        }
    }

    std::unordered_map<std::string, onnx_shape> take() { return std::move(known_); }

  private:
    void state(const onnx::ValueInfoProto& value) {
        if (!value.type().has_tensor_type() || !value.type().tensor_type().has_shape()) return;
        const onnx::TensorShapeProto& stated = value.type().tensor_type().shape();
        onnx_shape shape;
        for (const onnx::TensorShapeProto::Dimension& dimension : stated.dim()) {
            const std::int64_t size = dimension.dim_value();  // 0 where it is a variable
            const bool fits = size > 0 && size <= std::numeric_limits<std::int32_t>::max();
            shape.push_back(fits ? static_cast<std::uint32_t>(size) : 0);
        }
        if (!shape.empty() && shape.size() <= 64) known_.emplace(value.name(), std::move(shape));
    }

    /// Empty where it is unknown.
    onnx_shape of(const std::string& name) const {
        const auto found = known_.find(name);
        if (found != known_.end()) return found->second;
        const onnx_constant* constant = model_.constant(name);
        if (!constant || constant->transposed) return {};
        onnx_shape shape = onnx_entry(*constant, model_.file()).shape;
        if (shape.empty()) shape.push_back(1);  // a single value
        return shape;
    }

    onnx_shape output_of(const onnx::NodeProto& node) const {
        const auto one_of = [&](const auto& operations) {
            return std::any_of(std::begin(operations), std::end(operations),
                               [&](std::string_view name) { return onnx_graph::is(node, name); });
        };
        if (onnx_graph::is(node, "Conv")) return convolved(node);
        if (onnx_graph::is(node, "MaxPool") || onnx_graph::is(node, "AveragePool")) return pooled(node);
        if (onnx_graph::is(node, "GlobalAveragePool") || onnx_graph::is(node, "GlobalMaxPool")) {
            onnx_shape shape = of(node.input(0));
            if (shape.size() > 2) std::fill(shape.begin() + 2, shape.end(), 1);
            return shape;
        }
        if (onnx_graph::is(node, "Concat")) return concatenated(node);
        if (one_of(broadcasts)) return broadcast(node);
        return one_of(shape_keepers) ? of(node.input(0)) : onnx_shape();
    }

    onnx_shape convolved(const onnx::NodeProto& node) const {
        const onnx_shape weights = node.input_size() > 1 ? of(node.input(1)) : onnx_shape();
        if (weights.size() < 3 || std::count(weights.begin(), weights.end(), 0u) != 0) return {};
        const onnx_window window =
            onnx_window_of(node, {weights.begin() + 2, weights.end()}, model_.where(node));
        onnx_shape shape = windowed(window, of(node.input(0)));
        if (!shape.empty()) shape[1] = weights[0];
        return shape;
    }

    onnx_shape pooled(const onnx::NodeProto& node) const {
        return windowed(onnx_window_of(node, {}, model_.where(node)), of(node.input(0)));
    }

    static onnx_shape windowed(const onnx_window& window, onnx_shape shape) {
        if (shape.size() != window.kernel.size() + 2) return {};
        for (std::size_t i = 0; i < window.kernel.size(); ++i)
            if (shape[i + 2] != 0) shape[i + 2] = onnx_window_positions(window, i, shape[i + 2]);
        return shape;
    }

    onnx_shape concatenated(const onnx::NodeProto& node) const {
        onnx_shape shape = of(node.input(0));
        const auto dimensions = static_cast<std::int64_t>(shape.size());
        std::int64_t axis = integer_attribute(node, "axis", 1, model_.where(node));
        if (axis < 0) axis += dimensions;
        if (axis < 0 || axis >= dimensions) return {};
        std::uint64_t sum = 0;
        for (const std::string& input : node.input()) {
            const onnx_shape part = of(input);
            if (part.size() != shape.size()) return {};
            const std::uint32_t size = part[static_cast<std::size_t>(axis)];
            if (size == 0 || sum > std::numeric_limits<std::int32_t>::max()) return {};
            sum += size;
        }
        shape[static_cast<std::size_t>(axis)] = static_cast<std::uint32_t>(sum);
        return shape;
    }

    /// Dimensions are matched from the last; the larger of two is that of the result.
    onnx_shape broadcast(const onnx::NodeProto& node) const {
        onnx_shape shape;
        for (const std::string& input : node.input()) {
            onnx_shape part = of(input);
            if (part.empty()) return {};
            if (part.size() > shape.size()) shape.insert(shape.begin(), part.size() - shape.size(), 1);
            const std::size_t first = shape.size() - part.size();
            for (std::size_t i = 0; i < part.size(); ++i) {
                std::uint32_t& size = shape[first + i];
                // Beside an unknown dimension, one of more than 1 is the result's.
                size = std::min(size, part[i]) == 0 && std::max(size, part[i]) == 1 ? 0
                                                                                    : std::max(size, part[i]);
            }
        }
        return shape;
    }

    const onnx_graph& model_;
    std::unordered_map<std::string, onnx_shape> known_;
};

}  // namespace

std::unordered_map<std::string, onnx_shape> onnx_shapes(const onnx_graph& model) {
    return shapes(model).take();
}

}  // namespace lacuna::formats
