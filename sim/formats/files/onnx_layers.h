/// The nodes of an ONNX graph that multiply by weights, as layers.
#pragma once

#include <optional>
#include <vector>

#include "sim/formats/files/onnx.h"
#include "sim/formats/files/onnx_graph.h"

namespace lacuna::formats {

/// What a node multiplies by.
struct onnx_weights {
    onnx_operator operation = onnx_operator::matmul;
    const onnx_constant* constant = nullptr;
    int input = 1;  ///< of the node; 0 where MatMul or Gemm have the weights on the left
};

/// Nothing for other nodes, and for those that multiply what the network computes.
std::optional<onnx_weights> onnx_weights_of(const onnx_graph& model, const onnx::NodeProto& node);

std::vector<onnx_layer> layers_of(const onnx_graph& model);

}  // namespace lacuna::formats
