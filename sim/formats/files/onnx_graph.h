/// The graph of an ONNX model, and which of its tensors are constants: initializers and the outputs of
/// Constant nodes.
///
/// As onnx/onnx-ml.proto defines it. Only the files onnx*.cpp know the classes of the protocol buffers.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace onnx {
class GraphProto;
class ModelProto;
class NodeProto;
class SparseTensorProto;
class TensorProto;
}  // namespace onnx

namespace lacuna::formats {

/// A tensor that the model holds.
struct onnx_constant {
    std::string_view name;  ///< in the model: the initializer's, or the Constant node's output
    const onnx::TensorProto* dense = nullptr;  ///< or else
    const onnx::SparseTensorProto* sparse = nullptr;
    bool transposed = false;  ///< what is asked for are the values after a Transpose
};

class onnx_graph {
  public:
    /// Throws input_error where the file is larger than 2^31 - 1 bytes, no ONNX model, or holds two constants
    /// of one name, or one whose name has more than 1024 bytes.
    explicit onnx_graph(std::filesystem::path file);
    ~onnx_graph();

    const std::filesystem::path& file() const { return file_; }
    const onnx::GraphProto& graph() const;

    /// What a node's input is, looking through Identity, and through Transpose of matrices; nullptr for what
    /// the network computes.
    const onnx_constant* constant(const std::string& input) const;
    /// The constants' names, in the model's order.
    const std::vector<std::string>& names() const { return names_; }

    /// The node is of ONNX's own operators, and this one.
    static bool is(const onnx::NodeProto& node, std::string_view operation);
    /// For sentences: "FILE: node 'conv1'", or by its first output where it has no name.
    std::string where(const onnx::NodeProto& node) const;

  private:
    void add(const onnx_constant& constant);
    void add_output(const onnx::NodeProto& node);

    std::filesystem::path file_;
    std::unique_ptr<onnx::ModelProto> model_;
    std::unordered_map<std::string, onnx_constant> constants_;
    std::vector<std::string> names_;
};

/// The node's name, or its first output's where it has none.
std::string name_of(const onnx::NodeProto& node);

}  // namespace lacuna::formats
