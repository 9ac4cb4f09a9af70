#include "sim/layers/trace.h"

#include <algorithm>

#include "sim/config/data_path.h"
#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"
#include "sim/config/yaml_json.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/layers/sampled_trace.h"
#include "sim/layers/stream_trace.h"

namespace lacuna::layers {

namespace {

constexpr config::integer_range sizes{1, (std::int64_t{1} << 31) - 1};
constexpr config::integer_range seeds{0, (std::int64_t{1} << 32) - 1};

// Inputs or outputs of a batch, so that a slip of a digit is a sentence and not a machine out of memory.
constexpr double most_bytes = 1.1e9;

std::uint32_t size(config::table& trace, const char* key) {
    return static_cast<std::uint32_t>(config::as_integer(trace.required(key), sizes));
}

std::uint32_t seed(config::table& source) {
    return static_cast<std::uint32_t>(config::as_integer(source.required("seed"), seeds));
}

linear_map map_of(config::table& source) {
    linear_map map;
    if (const config::node* scale = source.optional("scale"))
        map.scale = config::as_real(*scale, {-1e6, 1e6});
    if (const config::node* shift = source.optional("shift"))
        map.shift = config::as_real(*shift, {-1e6, 1e6});
    return map;
}

distribution values_of(const config::node* choice, distribution otherwise) {
    if (choice == nullptr) return otherwise;
    const std::string name = config::as_choice(*choice, {"normal", "uniform", "half_normal"});
    if (name == "normal") return distribution::normal;
    return name == "uniform" ? distribution::uniform : distribution::half_normal;
}

std::string read_kind(config::table& trace) {
    const config::node* kind = trace.optional("kind");
    return kind ? config::as_choice(*kind, {"fully_connected", "gemm", "instruction_stream"})
                : "fully_connected";
}

void read_check(config::table& trace, layer& result) {
    const config::node* check = trace.optional("check");
    result.is_sampled = check != nullptr && config::as_choice(*check, {"exact", "sampled"}) == "sampled";
    if (result.is_sampled) check_is_drawn(trace.map());
}

void read_shape(config::table& trace, const std::string& kind, layer& result) {
    if (kind == "gemm") {
        result.outputs = size(trace, "m");
        result.inputs = size(trace, "k");
        result.batch = size(trace, "n");
    } else {
        result.outputs = size(trace, "outputs");
        result.inputs = size(trace, "inputs");
        const config::node* batch = trace.optional("batch");
        result.batch = batch ? static_cast<std::uint32_t>(config::as_integer(*batch, sizes)) : 1;
    }
    if (result.is_sampled) {
        check_is_countable(result);
        return;
    }
    const double largest = std::max(result.inputs, result.outputs);
    constexpr double bytes_a_vector = 64;  // beside its values of 4 bytes
    if ((4 * largest + bytes_a_vector) * result.batch > most_bytes) {
        refuse("{}: a batch of {} vectors of {} values does not fit the memory of a common machine.",
               result.where, result.batch, std::max(result.inputs, result.outputs));
    }
}

void read_weights(config::table& trace, layer& result) {
    const config::node& value = trace.required("weights");
    config::table weights(value, "the map 'weights'");
    if (const config::node* file = weights.optional("file")) {
        std::filesystem::path folder = config::existing_path(*file);
        if (!formats::is_eie_bank_folder(folder)) {
            refuse(
                "{}: {} is no EIE bank folder, which holds ptr/ptr0.dat, spm/spm0.dat and so on, and "
                "arithm.dat.",
                file->where.text(), folder.string());
        }
        result.weights = std::move(folder);
    } else {
        generated_source source;
        source.values = values_of(&weights.required("distribution"), distribution::normal);
        source.seed = seed(weights);
        source.map = map_of(weights);
        source.pattern.what = patterns::kind::dense{};
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
            refuse("{}: {} x {} weights at density {} are too many to generate.", value.where.text(),
                   result.outputs, result.inputs, source.pattern.density());
        }
    }
    weights.finish();
}

void read_activations(config::table& trace, layer& result) {
    config::table activations(trace.required("activations"), "the map 'activations'");
    if (const config::node* file = activations.optional("file")) {
        result.activations = config::existing_path(*file);
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
    config::table bias(*value, "the map 'bias'");
    generated_bias source;
    source.values = values_of(&bias.required("distribution"), distribution::normal);
    source.seed = seed(bias);
    source.map = map_of(bias);
    bias.finish();
    if (std::holds_alternative<std::filesystem::path>(result.weights)) {
        refuse("{}: an EIE bank folder holds its bias itself, so no other one can be given.",
               value->where.text());
    }
    result.bias = source;
}

void read_published(config::table& trace, layer& result) {
    if (const config::node* value = trace.optional("reference")) {
        config::table reference(*value, "the map 'reference'");
        const auto figure = [&](const char* key, std::optional<double>& to) {
            if (const config::node* given = reference.optional(key))
                to = config::as_real(*given, {0, 1e12, true});
        };
        figure("time_us", result.reference.time_us);
        if (result.stream) {
            figure("cycles_per_iteration", result.reference.cycles_per_iteration);
            if (std::holds_alternative<shared_memory_load>(result.stream->instruction))
                figure("bytes_per_cycle", result.reference.bytes_per_cycle);
        }
        result.reference.source = config::as_text(reference.required("source"));
        if (const config::node* model = reference.optional("model")) {
            result.reference.model = config::as_text(*model);
            result.reference.where = model->where.text();
        }
        reference.finish();
    }
    if (const config::node* source = trace.optional("source")) result.source = config::as_text(*source);
}

void read_product(config::table& trace, const std::string& kind, layer& result) {
    if (kind == "gemm") read_check(trace, result);
    read_shape(trace, kind, result);
    read_weights(trace, result);
    read_activations(trace, result);
    read_bias(trace, result);
    if (const config::node* function = trace.optional("activation_function")) {
        const bool relu = config::as_choice(*function, {"relu", "none"}) == "relu";
        result.function = relu ? activation_function::relu : activation_function::none;
    }
}

layer read_layer(const config::node& map) {
    config::table trace(map, "a layer trace");
    layer result;
    result.where = map.where.text();
    result.name = config::as_name(trace.required("layer"));
    const std::string kind = read_kind(trace);
    if (kind == "instruction_stream") {
        result.stream = read_stream(trace);
    } else {
        read_product(trace, kind, result);
    }
    read_published(trace, result);
    trace.finish();
    result.trace = config::to_json(map);
    return result;
}

/// Whether a layer that takes the outputs of the one before it can have them.
void check_link(const layer& link, const layer* before) {
    if (!link.follows()) return;
    if (before == nullptr) {
        refuse(
            "{}: the activations of layer {} are to come from the previous layer of its list, but there is none.",
            link.where, config::in_quotes(link.name));
    }
    if (before->stream) {
        refuse(
            "{}: the activations of layer {} are to come from layer {}, but an instruction stream has no outputs.",
            link.where, config::in_quotes(link.name), config::in_quotes(before->name));
    }
    if (before->is_sampled) {
        refuse(
            "{}: the activations of layer {} are to come from layer {}, but of a GEMM that is sampled not all outputs are computed.",
            link.where, config::in_quotes(link.name), config::in_quotes(before->name));
    }
    if (link.inputs != before->outputs || link.batch != before->batch) {
        refuse(
            "{}: layer {} takes a batch of {} with {} inputs from layer {}, which gives a batch of {} with {} outputs.",
            link.where, config::in_quotes(link.name), link.batch, link.inputs,
            config::in_quotes(before->name), before->batch, before->outputs);
    }
}

}  // namespace

std::vector<layer> read_trace(const std::filesystem::path& file) {
    const config::node document = config::read_yaml(file);
    std::vector<layer> layers;
    if (document.find("layers") == nullptr) {
        layers.push_back(read_layer(document));
        check_link(layers.front(), nullptr);
        return layers;
    }
    config::table list(document, "a trace of several layers");
    for (const config::node& item : config::as_sequence(list.required("layers"))) {
        layers.push_back(read_layer(item));
        check_link(layers.back(), layers.size() < 2 ? nullptr : &layers[layers.size() - 2]);
    }
    list.finish();
    return layers;
}

}  // namespace lacuna::layers
