#include "sim/layers/operands_trace.h"

#include <filesystem>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/layers/trace_readings.h"

namespace lacuna::layers {

namespace {

tensor_source read_weight_file(config::table& weights, const config::node& file, const layer& result) {
    tensor_source source = file_of(weights, file);
    if (formats::is_eie_bank_folder(source.file.path)) {
        if (result.convolved)
            refuse("{}: an EIE bank folder holds a fully connected layer, no convolution.", source.where);
        return source;
    }
    if (source.is_of_eie())
        refuse(
            "{}: {} is no EIE bank folder, which holds ptr/ptr0.dat, spm/spm0.dat and so on, and arithm.dat.",
            source.where, source.file.path.string());
    if (const config::node* transposed = weights.optional("transposed"))
        source.transposed = config::as_choice(*transposed, {"true", "false"}) == "true";
    if (const config::node* values = weights.optional("values")) {
        config::table drawn(*values, "the map 'values'");
        source.values = values_of(&drawn.required("distribution"), distribution::normal);
        source.seed = seed(drawn);
        drawn.finish();
    }
    return source;
}

}  // namespace

void read_weights(config::table& trace, layer& result) {
    const config::node& value = trace.required("weights");
    config::table weights(value, "the map 'weights'");
    if (const config::node* file = weights.optional("file")) {
        result.weights = read_weight_file(weights, *file, result);
    } else {
        generated_source source;
        source.values = values_of(&weights.required("distribution"), distribution::normal);
        source.seed = seed(weights);
        source.map = map_of(weights);
        source.pattern = {patterns::kind::dense{}};
        if (const config::node* pattern = weights.optional("pattern"))
            source.pattern = patterns::read(*pattern);
        if (source.pattern.is<patterns::kind::as_is>()) {
            refuse(
                "{}: generated weights have no pattern to leave as it is; write dense or {{unstructured: "
                "{{density: 0.25}}}}.",
                weights.map().where.text());
        }
        result.weights = source;
        if (too_large_to_generate(result, source.pattern)) {
            refuse("{}: {} x {} weights, {}, are too many to generate.", value.where.text(), result.outputs,
                   result.inputs, source.pattern.label());
        }
    }
    weights.finish();
}

void read_activations(config::table& trace, layer& result) {
    config::table activations(trace.required("activations"), "the map 'activations'");
    if (const config::node* file = activations.optional("file")) {
        result.activations = file_of(activations, *file);
    } else if (const config::node* from = activations.optional("from")) {
        config::as_choice(*from, {"previous"});
        result.activations = previous_outputs{};
    } else {
        generated_activations source;
        const config::node* density =
            result.is_sampled ? activations.optional("density") : &activations.required("density");
        if (density != nullptr) source.density = config::as_real(*density, {0, 1});
        source.seed = seed(activations);
        source.values = values_of(activations.optional("distribution"), distribution::half_normal);
        result.activations = source;
    }
    activations.finish();
}

void read_bias(config::table& trace, layer& result) {
    const config::node* value = trace.optional("bias");
    if (value == nullptr) return;
    if (value->type == config::node::kind::scalar) {
        config::as_choice(*value, {"none"});
        return;
    }
    if (const auto* weights = std::get_if<tensor_source>(&result.weights)) {
        if (formats::is_eie_bank_folder(weights->file.path))
            refuse("{}: an EIE bank folder holds its bias itself, so no other one can be given.",
                   value->where.text());
    }
    config::table bias(*value, "the map 'bias'");
    if (const config::node* file = bias.optional("file")) {
        result.bias = file_of(bias, *file);
    } else {
        generated_bias source;
        source.values = values_of(&bias.required("distribution"), distribution::normal);
        source.seed = seed(bias);
        source.map = map_of(bias);
        result.bias = source;
    }
    bias.finish();
}

}  // namespace lacuna::layers
