/// What a model is given to compute: products of a weight matrix with activation vectors, an instruction
/// stream, or a GEMM whose operands are drawn as they are needed.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/layers/activation_function.h"
#include "sim/layers/activation_vectors.h"
#include "sim/layers/affine_weights.h"
#include "sim/layers/instruction_stream.h"
#include "sim/layers/sampled_gemm.h"

namespace lacuna::layers {

/// weights x each of the vectors, bias added, then the activation function. A fully connected layer is one
/// product, a convolution one a group (convolution.h).
struct product {
    affine_weights weights;
    activation_vectors activations;  ///< batch vectors of `inputs` values
    activation_function function = activation_function::relu;

    // In a network an accelerator may keep a layer's outputs where the next layer finds them.

    bool follows = false;    ///< the activations are the outputs of the product this accelerator ran before
    bool continues = false;  ///< the outputs are the activations of the product it runs next
    bool is_whole = false;   ///< every output is asked for: another layer takes them

    /// What `make` makes of the weights, the activations and the function, kept with the activations under
    /// that name (layers/derivations.h), which need not tell these three apart.
    template <class Thing, class Make>
    std::shared_ptr<const Thing> derived(const std::string& name, Make make) const {
        return activations.derived<Thing>(
            fmt::format("{}, of weights {}, function {}", name, weights.number(), static_cast<int>(function)),
            make);
    }
};

/// The outputs of a product: batch vectors of `outputs` values.
using outputs = std::vector<std::vector<float>>;

/// Some of the outputs of a product.
struct output_tile {
    std::uint32_t row = 0;     ///< the first output
    std::uint32_t column = 0;  ///< the first vector
    std::uint32_t rows = 0;
    std::uint32_t columns = 0;
    std::vector<float> values = {};  ///< rows x columns, row-major

    std::uint64_t size() const { return std::uint64_t{rows} * columns; }
};

struct workload {
    std::string layer;  ///< its name, for sentences
    std::vector<product> products;
    std::optional<instruction_stream> stream = {};  ///< instead of products
    std::optional<sampled_gemm> sampled = {};       ///< instead of products
};

}  // namespace lacuna::layers
