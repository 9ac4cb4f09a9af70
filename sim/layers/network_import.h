/// The layers of a network, from the file that holds its weights.
///
/// ONNX models and Caffe networks (.net with its prototxt) say how their layers compute; of all other formats
/// every matrix is taken for the weights of a fully connected layer, and every tensor of four dimensions for
/// those of a convolution. What a file does not say -- its activations, and of those formats the activation
/// function, strides and groups -- is assumed, and said.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/layers/layer.h"

namespace lacuna::layers {

struct import_options {
    std::vector<std::string> tensors = {};  ///< the weights that are wanted; all where none is named
    double density = 1;  ///< of activations that no layer before puts out, and so are drawn
    std::uint32_t seed = 1;
    std::uint32_t batch = 1;
    std::optional<extent> image = {};  ///< of the input of a convolution whose file does not say it
};

struct skipped_tensor {
    std::string name;
    std::string reason;  ///< a part of a sentence
};

struct imported_network {
    std::vector<layer> layers;
    std::vector<double> densities;        ///< the share of non-zeros in each layer's weights
    std::vector<skipped_tensor> skipped;  ///< weights that are no layer, and why
    std::size_t others = 0;               ///< tensors that are no weights and no bias of a layer
    std::vector<std::string> assumed;     ///< what the file does not say, in sentences
};

/// Every tensor that becomes a layer, weights or bias, is read once: what cannot be read is skipped. A layer
/// takes the outputs of the layer before it in the list where the file says that they are its inputs,
/// unchanged. Names are made of letters, digits, '_', '-', '.' and '/', each once. Throws input_error for a
/// file that is wrong as a whole, for a wanted tensor that it does not hold, and where no layer is left; and
/// interrupted.
imported_network import_layers(const formats::weight_file& file, const import_options& options);

}  // namespace lacuna::layers
