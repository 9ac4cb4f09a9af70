#include "sim/layers/layer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/patterns/mask_of.h"

namespace lacuna::layers {

namespace {

namespace pattern_kind = patterns::kind;

// Bounds on generated layers, so that a slip of a digit is a sentence and not a machine out of memory.
constexpr double most_drawn = 4.3e9;  // weights drawn: half a minute
constexpr double most_kept = 2e8;     // weights kept: 5 GB while they are encoded

const patterns::specification& applied(const generated_source& source,
                                       const patterns::specification& pattern) {
    return pattern.is<pattern_kind::as_is>() ? source.pattern : pattern;
}

/// The share of the source values that stay while they are drawn; a pattern with a structure needs them all.
double density_of(const generated_source& source, const patterns::specification& pattern) {
    const auto* drawn = std::get_if<pattern_kind::unstructured>(&applied(source, pattern).what);
    return drawn ? drawn->density : 1;
}

/// outputs x inputs -> outputs x (inputs + 1): the bias as the last column, its zeros not stored.
formats::csc<float> with_bias(formats::csc<float> matrix, const std::vector<float>& bias) {
    for (std::uint32_t row = 0; row < bias.size(); ++row) {
        if (bias[row] == 0) continue;
        matrix.row.push_back(row);
        matrix.value.push_back(bias[row]);
    }
    ++matrix.columns;
    matrix.column_begin.push_back(matrix.stored());
    return matrix;
}

std::vector<float> bias_of(const layer& description) {
    if (!description.bias) return {};
    // At density 1 every value stays, one an output.
    std::vector<float> bias =
        generate_pruned_weights(description.outputs, 1, description.bias->values, description.bias->seed, 1)
            .kept.value;
    for (float& value : bias) value = description.bias->map(value);
    return bias;
}

double magnitude(const formats::csc<float>& matrix);

struct weights_and_notes {
    affine_weights weights;
    double magnitude_kept = 1;
    std::vector<std::string> notes;
};

weights_and_notes generate(const layer& description, const generated_source& source,
                           const patterns::specification& pattern) {
    generated_weights drawn = generate_pruned_weights(description.outputs, description.inputs, source.values,
                                                      source.seed, density_of(source, pattern));
    const patterns::specification& structure = applied(source, pattern);
    if (!structure.is<pattern_kind::unstructured>() && !structure.is<pattern_kind::dense>()) {
        drawn.kept = patterns::pruned(structure, drawn.kept, description.inputs);
        drawn.kept_magnitude = magnitude(drawn.kept);
    }
    const double kept = drawn.source_magnitude > 0 ? drawn.kept_magnitude / drawn.source_magnitude : 1;
    for (float& weight : drawn.kept.value) weight = source.map(weight);
    return {affine_weights(with_bias(std::move(drawn.kept), bias_of(description))), kept, {}};
}

double magnitude(const formats::csc<float>& matrix) {
    double sum = 0;
    for (const float value : matrix.value) sum += std::abs(static_cast<double>(value));
    return sum;
}

/// `count` columns of a matrix, from column `first`.
formats::csc<float> columns_of(const formats::csc<float>& matrix, std::uint32_t first, std::uint32_t count) {
    formats::csc<float> part;
    part.rows = matrix.rows;
    part.columns = count;
    part.column_begin.clear();
    const std::uint32_t begin = matrix.column_begin[first];
    const std::uint32_t end = matrix.column_begin[first + count];
    for (std::uint32_t c = first; c <= first + count; ++c)
        part.column_begin.push_back(matrix.column_begin[c] - begin);
    part.row.assign(matrix.row.begin() + begin, matrix.row.begin() + end);
    part.value.assign(matrix.value.begin() + begin, matrix.value.begin() + end);
    return part;
}

weights_and_notes read(const layer& description, const std::filesystem::path& folder,
                       const patterns::specification& pattern) {
    affine_weights stored(formats::read_eie_bank_folder(folder, description.outputs, description.inputs));
    if (pattern.is<pattern_kind::as_is>()) return {std::move(stored), 1, {}};

    const formats::csc<float> matrix = columns_of(stored.values(), 0, stored.inputs());
    const std::ptrdiff_t nonzeros =
        matrix.stored() - std::count(matrix.value.begin(), matrix.value.end(), 0.0f);
    const double density =
        static_cast<double>(nonzeros) / (static_cast<double>(matrix.rows) * matrix.columns);
    const bool keeps_all = pattern.is<pattern_kind::unstructured>() && pattern.density() >= density;
    if (pattern.is<pattern_kind::dense>() || keeps_all) {
        const std::string note = fmt::format(
            "The source is already pruned to a density of {:.4f}, and the values it lost are not "
            "known: {} is what it stores.",
            density, pattern.label());
        return {std::move(stored), 1, {note}};
    }
    const std::string note =
        fmt::format("The source was already pruned to a density of {:.4f}; {} prunes what is left.", density,
                    pattern.label());
    const formats::csc<float> bias = columns_of(stored.values(), stored.inputs(), 1);
    std::vector<float> bias_values(stored.outputs(), 0.0f);
    for (std::uint32_t i = 0; i < bias.stored(); ++i) bias_values[bias.row[i]] = bias.value[i];
    formats::csc<float> pruned = patterns::pruned(pattern, matrix, stored.inputs());
    const double kept_magnitude = nonzeros > 0 ? magnitude(pruned) / magnitude(matrix) : 1;
    return {affine_weights(with_bias(std::move(pruned), bias_values)), kept_magnitude, {note}};
}

std::vector<std::vector<float>> read_activations(const layer& description,
                                                 const std::filesystem::path& file) {
    const std::vector<float> all = formats::read_eie_activations(file);
    const std::uint64_t expected = std::uint64_t{description.batch} * description.inputs;
    if (all.size() != expected) {
        refuse("{}: {} holds {} activations, but a batch of {} with {} inputs needs {}.", description.where,
               file.string(), all.size(), description.batch, description.inputs, expected);
    }
    std::vector<std::vector<float>> vectors;
    for (auto begin = all.begin(); begin != all.end(); begin += description.inputs) {
        vectors.emplace_back(begin, begin + description.inputs);
    }
    return vectors;
}

sampled_gemm sampled_gemm_of(const layer& description) {
    const auto& weights = std::get<generated_source>(description.weights);
    const auto& activations = std::get<generated_activations>(description.activations);
    return {description.outputs,
            description.batch,
            description.inputs,
            {weights.values, weights.seed},
            {activations.values, activations.seed},
            description.function};
}

}  // namespace

bool too_large_to_generate(const layer& description, const patterns::specification& pattern) {
    const auto* source = std::get_if<generated_source>(&description.weights);
    if (source == nullptr || description.stream || description.is_sampled) return false;
    const double drawn = static_cast<double>(description.outputs) * description.inputs;
    return drawn > most_drawn || drawn * density_of(*source, pattern) > most_kept;
}

std::vector<std::vector<float>> load_activations(const layer& description) {
    if (description.stream || description.is_sampled) return {};
    if (const auto* drawn = std::get_if<generated_activations>(&description.activations)) {
        return generate_activations(description.batch, description.inputs, drawn->values, drawn->seed,
                                    drawn->density);
    }
    if (description.follows()) return {};
    return read_activations(description, std::get<std::filesystem::path>(description.activations));
}

loaded_layer load(const layer& description, const patterns::specification& pattern) {
    loaded_layer loaded;
    loaded.work.layer = description.name;
    loaded.work.stream = description.stream;
    if (description.stream) return loaded;
    if (description.is_sampled) {
        loaded.work.sampled = sampled_gemm_of(description);
        return loaded;
    }
    const auto* source = std::get_if<generated_source>(&description.weights);
    weights_and_notes weights =
        source ? generate(description, *source, pattern)
               : read(description, std::get<std::filesystem::path>(description.weights), pattern);
    loaded.work.products.push_back(
        {std::move(weights.weights), load_activations(description), description.function});
    loaded.magnitude_kept = weights.magnitude_kept;
    loaded.notes = std::move(weights.notes);
    return loaded;
}

}  // namespace lacuna::layers
