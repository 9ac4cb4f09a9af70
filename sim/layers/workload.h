/// What a model is given to compute: products of a weight matrix with activation vectors, or an instruction
/// stream.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/layers/affine_weights.h"
#include "sim/layers/instruction_stream.h"

namespace lacuna::layers {

enum class activation_function { none, relu };

/// weights x each of the vectors, bias added, then the activation function. A fully connected layer is one
/// product.
struct product {
    affine_weights weights;
    std::vector<std::vector<float>> activations;  ///< batch vectors of `inputs` values
    activation_function function = activation_function::relu;

    // In a network an accelerator may keep a layer's outputs where the next layer finds them.

    bool follows = false;    ///< the activations are the outputs of the product this accelerator ran before
    bool continues = false;  ///< the outputs are the activations of the product it runs next
};

/// The outputs of a product: batch vectors of `outputs` values.
using outputs = std::vector<std::vector<float>>;

struct workload {
    std::string layer;  ///< its name, for sentences
    std::vector<product> products;
    std::optional<instruction_stream> stream = {};  ///< instead of products
};

}  // namespace lacuna::layers
