/// ONNX: the file in which frameworks hand each other whole networks. Lacuna reads their weights, and the
/// layers that use them.
///
/// A layer is a MatMul, Gemm or Conv node one of whose operands the file holds: as an initializer, dense or
/// sparse, or as the output of a Constant node. Subgraphs (If, Loop) are not searched.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/formats/files/onnx_window.h"
#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

class onnx_graph;

enum class onnx_operator { matmul, gemm, conv };

struct onnx_layer {
    std::string name;  ///< the node's, or its output's where it has none
    onnx_operator operation = onnx_operator::matmul;
    std::string weights;         ///< the tensor's name
    tensor_shape weights_shape;  ///< as the file holds it; of MatMul any number of dimensions
    /// Of MatMul and Gemm: the weights are stored inputs x outputs, not outputs x inputs. Of Conv they are
    /// stored outputs x inputs / group x kernel.
    bool transposed = false;
    /// The tensor's name, or empty. Of a MatMul, what an Add of one constant for each output adds.
    std::string bias;
    onnx_window window;                     ///< of Conv
    std::uint32_t group = 1;                ///< of Conv
    std::vector<std::uint32_t> input_size;  ///< of Conv: height x width; empty unless all is known
    bool relu_follows = false;              ///< a Relu, and nothing else, takes what the layer puts out
    std::string input;                      ///< the activations that the layer takes
    std::string output;                     ///< those that it puts out, after bias and Relu
};

/// A model, parsed once. Memory holds all of it, save what lies in files of their own.
class onnx_model {
  public:
    /// Throws input_error for what is no ONNX model, or one of more than 2^31 - 1 bytes.
    explicit onnx_model(const std::filesystem::path& file);

    /// The weights of the layers, each once, in the order of the nodes that use them first. Throws
    /// input_error for dimensions that are negative or beyond 32 bits.
    std::vector<tensor_entry> tensors() const;

    /// In the order of their computation. Throws input_error for attributes that no such node has, Gemm that
    /// scales its product or its bias, and a bias that the network computes.
    std::vector<onnx_layer> layers() const;

    /// Any tensor that the file holds, weights or not, as it is stored. Throws input_error where there is
    /// none of that name, and what read_onnx_tensor() throws.
    tensor read(std::string_view name) const;

  private:
    std::shared_ptr<const onnx_graph> graph_;
};

// The same, of a file.
std::vector<tensor_entry> onnx_tensors(const std::filesystem::path& file);
std::vector<onnx_layer> onnx_layers(const std::filesystem::path& file);
tensor read_onnx(const std::filesystem::path& file, std::string_view name);

}  // namespace lacuna::formats
