#include "sim/layers/trace.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"
#include "sim/config/yaml_json.h"
#include "sim/layers/convolution_trace.h"
#include "sim/layers/operands_trace.h"
#include "sim/layers/sampled_trace.h"
#include "sim/layers/stream_trace.h"
#include "sim/layers/trace_readings.h"

namespace lacuna::layers {

namespace {

// Inputs or outputs of a batch, so that a slip of a digit is a sentence and not a machine out of memory.
constexpr double most_bytes = 1.1e9;

std::string read_kind(config::table& trace) {
    const config::node* kind = trace.optional("kind");
    return kind ? config::as_choice(*kind, {"fully_connected", "gemm", "convolution", "instruction_stream"})
                : "fully_connected";
}

void read_check(config::table& trace, layer& result) {
    const config::node* check = trace.optional("check");
    result.is_sampled = check != nullptr && config::as_choice(*check, {"exact", "sampled"}) == "sampled";
    if (result.is_sampled) check_is_drawn(trace.map());
}

std::uint32_t batch_of(config::table& trace) {
    return trace.optional("batch") != nullptr ? size(trace, "batch") : 1;
}

/// Refuses a batch of more bytes than a common machine has, values and vectors of all products together.
void check_memory(const layer& result) {
    constexpr double bytes_a_vector = 64;  // beside its values of 4 bytes
    double bytes = 4 * static_cast<double>(std::max(result.inputs, result.outputs)) + bytes_a_vector;
    if (result.convolved) {
        const double images =
            static_cast<double>(result.input_values()) + static_cast<double>(result.output_values());
        bytes = bytes * static_cast<double>(result.convolved->positions()) * result.convolved->groups +
                4 * images;
    }
    if (bytes * result.batch <= most_bytes) return;
    if (result.convolved)
        refuse(
            "{}: a batch of {} images, lowered to {} vectors of {} values in {} group{}, does not fit the memory of a common machine.",
            result.where, result.batch, result.batch * result.convolved->positions(), result.inputs,
            result.convolved->groups, result.convolved->groups == 1 ? "" : "s");
    refuse("{}: a batch of {} vectors of {} values does not fit the memory of a common machine.",
           result.where, result.batch, std::max(result.inputs, result.outputs));
}

void read_shape(config::table& trace, const std::string& kind, layer& result) {
    if (kind == "gemm") {
        result.outputs = size(trace, "m");
        result.inputs = size(trace, "k");
        result.batch = size(trace, "n");
    } else if (kind == "convolution") {
        result.convolved = read_convolution(trace);
        result.outputs = result.convolved->filters;
        result.inputs = static_cast<std::uint32_t>(result.convolved->filter_values());
        result.batch = batch_of(trace);
    } else {
        result.outputs = size(trace, "outputs");
        result.inputs = size(trace, "inputs");
        result.batch = batch_of(trace);
    }
    if (result.is_sampled)
        check_is_countable(result);
    else
        check_memory(result);
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
    if (link.input_values() != before->output_values() || link.batch != before->batch) {
        refuse(
            "{}: layer {} takes a batch of {} with {} inputs from layer {}, which gives a batch of {} with {} outputs.",
            link.where, config::in_quotes(link.name), link.batch, link.input_values(),
            config::in_quotes(before->name), before->batch, before->output_values());
    }
}

}  // namespace

std::vector<layer> read_trace(const std::filesystem::path& file) {
    return layers_of(config::read_yaml(file));
}

std::vector<layer> layers_of(const config::node& document) {
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
