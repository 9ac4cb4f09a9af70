#include "sim/layers/layer.h"

#include <algorithm>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/layers/layer_weights.h"

namespace lacuna::layers {

namespace {

// Bounds on generated layers, so that a slip of a digit is a sentence and not a machine out of memory.
constexpr double most_drawn = 4.3e9;  // weights drawn: half a minute
constexpr double most_held = 2.7e8;   // weights held while a pattern is put on them
constexpr double most_kept = 2e8;     // weights kept: 5 GB while they are encoded

std::vector<float> read_all(const layer& description, const tensor_source& source, std::uint64_t count) {
    if (!source.is_of_eie()) return read_values(source, count);
    const std::filesystem::path& file = source.file.path;
    std::vector<float> all = formats::read_eie_activations(file);
    if (all.size() == count) return all;
    refuse("{}: {} holds {} activations, but a batch of {} with {} inputs needs {}.", description.where,
           file.string(), all.size(), description.batch, description.input_values(), count);
}

vectors read_activations(const layer& description, const tensor_source& source) {
    const std::uint64_t length = description.input_values();
    const std::vector<float> all = read_all(description, source, description.batch * length);
    vectors images;
    for (auto begin = all.begin(); begin != all.end(); begin += static_cast<std::ptrdiff_t>(length))
        images.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(length));
    return images;
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
    const patterns::specification& applied = pattern.is<patterns::kind::as_is>() ? source->pattern : pattern;
    if (const auto* unstructured = std::get_if<patterns::kind::unstructured>(&applied.what))
        return drawn > most_drawn || drawn * unstructured->density > most_kept;
    return drawn > (applied.is<patterns::kind::dense>() ? most_kept : most_held);
}

vectors load_activations(const layer& description) {
    if (description.stream || description.is_sampled || description.follows()) return {};
    if (const auto* drawn = std::get_if<generated_activations>(&description.activations))
        return generate_activations(description.batch, static_cast<std::uint32_t>(description.input_values()),
                                    drawn->values, drawn->seed, drawn->density);
    return read_activations(description, std::get<tensor_source>(description.activations));
}

std::vector<vectors> lowered(const layer& description, const vectors& activations) {
    if (!description.convolved) return {activations};
    std::vector<vectors> products;
    for (std::uint32_t group = 0; group < description.convolved->groups; ++group)
        products.push_back(gathered(*description.convolved, group, activations));
    return products;
}

vectors joined(const layer& description, std::vector<vectors> outputs_of_products) {
    return description.convolved ? scattered(*description.convolved, outputs_of_products)
                                 : std::move(outputs_of_products.front());
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
    layer_weights weights = load_weights(description, pattern);
    loaded.magnitude_kept = weights.magnitude_kept;
    loaded.of_best = weights.of_best;
    loaded.notes = std::move(weights.notes);
    std::vector<affine_weights> of_groups =
        divided(std::move(weights.weights), description.convolved ? description.convolved->groups : 1);
    std::vector<vectors> activations(of_groups.size());
    if (!description.follows()) activations = lowered(description, load_activations(description));
    for (std::size_t group = 0; group < of_groups.size(); ++group)
        loaded.work.products.push_back(
            {std::move(of_groups[group]), std::move(activations[group]), description.function});
    return loaded;
}

}  // namespace lacuna::layers
