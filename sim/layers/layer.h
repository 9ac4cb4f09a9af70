/// A layer as its trace describes it: shapes, where weights and activations come from, or the instruction
/// stream that stands in its place; and what was published of it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/layers/convolution.h"
#include "sim/layers/random_values.h"
#include "sim/layers/tensor_source.h"
#include "sim/layers/workload.h"
#include "sim/patterns/specification.h"

namespace lacuna::layers {

/// What is done to drawn values that stay: value x scale + shift.
struct linear_map {
    double scale = 1;
    double shift = 0;
    float operator()(float value) const { return static_cast<float>(value * scale + shift); }
};

/// Weights drawn from a distribution and pruned, then mapped.
struct generated_source {
    distribution values = distribution::normal;
    std::uint32_t seed = 0;
    patterns::specification pattern;
    linear_map map = {};
};

/// The outputs of the layer before, in a network.
struct previous_outputs {};

/// Activations drawn at random positions.
struct generated_activations {
    distribution values = distribution::half_normal;
    std::uint32_t seed = 0;
    double density = 1;
};

/// A bias drawn from a distribution, one an output, then mapped.
struct generated_bias {
    distribution values = distribution::normal;
    std::uint32_t seed = 0;
    linear_map map = {};
};

struct no_bias {};

/// A figure published for the layer, to print beside the simulated one.
struct published {
    std::optional<double> time_us;
    std::optional<double> cycles_per_iteration;  ///< of an instruction stream
    std::optional<double> bytes_per_cycle;       ///< loaded by an instruction stream
    std::string source;
    std::string model = {};  ///< of the accelerator that the figure is of; empty where it is of any
    std::string where = {};  ///< file:line of `model`, for sentences

    /// Whether it may stand beside what that model simulates.
    bool is_of(const std::string& simulated) const { return model.empty() || model == simulated; }
};

struct layer {
    std::string name;
    std::string where;                              ///< file:line of its trace, for sentences
    std::optional<instruction_stream> stream = {};  ///< instead of all that follows, but what was published

    std::uint32_t inputs = 0;   ///< columns of the weights; of a convolution values of a filter
    std::uint32_t outputs = 0;  ///< rows of the weights; of a convolution filters
    std::uint32_t batch = 1;
    std::optional<convolution> convolved = {};  ///< lowered to a product a group
    bool is_sampled =
        false;  ///< a GEMM with operands drawn vector by vector, of which some tiles are checked
    std::variant<generated_source, tensor_source> weights;
    std::variant<generated_activations, tensor_source, previous_outputs> activations;
    std::variant<no_bias, generated_bias, tensor_source> bias;
    activation_function function = activation_function::relu;
    published reference;
    std::string source;            ///< where the layer comes from
    nlohmann::ordered_json trace;  ///< as it was written, for the result to echo

    /// Whether it takes the outputs of the layer before it.
    bool follows() const { return std::holds_alternative<previous_outputs>(activations); }
    /// Of one of the batch, what comes in and what goes out: an image channel by channel, or a vector.
    std::uint64_t input_values() const { return convolved ? convolved->input_values() : inputs; }
    std::uint64_t output_values() const { return convolved ? convolved->output_values() : outputs; }
};

/// A layer with its data, one pattern applied.
struct loaded_layer {
    workload work;
    double magnitude_kept = 1;  ///< sum of |w| over the pattern's weights / over the source's
    double of_best = 1;         ///< the same sum / that of as many non-zeros as are left, the largest of all
    std::vector<std::string> notes;
};

/// Whether the weights that the pattern leaves of a generated layer exceed what a common machine generates in
/// half a minute and holds in its memory.
bool too_large_to_generate(const layer& description, const patterns::specification& pattern);

/// The layer's activations alone: batch vectors of its input values. None where it takes the outputs of the
/// layer before, is an instruction stream, or is sampled.
vectors load_activations(const layer& description);

/// Generates or reads the layer's data, and applies the pattern to its source values. Where the source is
/// already pruned and the pattern asks for values that were lost, a note says so. A layer that takes the
/// outputs of the layer before has no activations yet; an instruction stream and a sampled GEMM, which is
/// as_is or dense, have no products. Throws input_error for data that is missing or wrong, and interrupted.
loaded_layer load(const layer& description, const patterns::specification& pattern);

/// The activations of each of the layer's products, from batch vectors of its input values.
std::vector<vectors> lowered(const layer& description, const vectors& activations);

/// Batch vectors of the layer's output values, from the outputs of each of its products. The inverse of
/// lowered().
vectors joined(const layer& description, std::vector<vectors> outputs_of_products);

}  // namespace lacuna::layers
