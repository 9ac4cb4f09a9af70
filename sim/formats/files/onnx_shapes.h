/// The shapes of a network's activations: those that an ONNX model states, carried along its nodes.
///
/// Few exporters state more than the shape of the network's input. The operators of convolutional networks
/// (convolution, pooling, normalization, activation functions, sums, concatenation) carry it on, as their
/// definitions say; behind any other a shape is unknown.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "sim/formats/files/onnx_graph.h"

namespace lacuna::formats {

/// 0 where a dimension is unknown.
using onnx_shape = std::vector<std::uint32_t>;

/// The shapes of inputs, outputs and activations, as far as they are known, by name. Throws input_error for
/// attributes that make no sense.
std::unordered_map<std::string, onnx_shape> onnx_shapes(const onnx_graph& model);

}  // namespace lacuna::formats
