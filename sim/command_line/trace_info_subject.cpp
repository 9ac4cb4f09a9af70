#include "sim/command_line/trace_info_subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/formats/dense_and_sparse.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/formats/files/onnx.h"
#include "sim/layers/layer_weights.h"
#include "sim/layers/weight_statistics.h"
#include "sim/run/layer_description.h"

namespace lacuna::command_line {

namespace {

using formats::csc;

/// Takes the weights in, without the zeros that they store.
void set_weights(info_subject& subject, csc<float> weights) {
    const std::uint64_t stored = weights.stored();
    subject.outputs = weights.rows;
    subject.inputs = weights.columns;
    subject.weights = layers::without_stored_zeros(std::move(weights));
    subject.stored_zeros = stored - subject.weights->stored();
}

/// outputs x (inputs + 1) -> outputs x inputs.
csc<float> without_bias(csc<float> weights) {
    --weights.columns;
    weights.column_begin.pop_back();
    weights.row.resize(weights.column_begin.back());
    weights.value.resize(weights.column_begin.back());
    return weights;
}

std::uint64_t nonzeros_of_bias(const csc<float>& weights) {
    const auto begin = weights.value.begin() + weights.column_begin[weights.columns - 1];
    return static_cast<std::uint64_t>(weights.value.end() - begin -
                                      std::count(begin, weights.value.end(), 0.0f));
}

activation_count count_of(const layers::vectors& activations) {
    activation_count all;
    for (const std::vector<float>& vector : activations) {
        all.values += vector.size();
        all.nonzeros +=
            vector.size() - static_cast<std::uint64_t>(std::count(vector.begin(), vector.end(), 0.0f));
    }
    return all;
}

/// Group by group, so that the lowering of one is held at a time.
mac_count macs_of(const layers::layer& layer, const layers::affine_weights& weights,
                  const layers::vectors& activations) {
    run::layer_description description;
    const std::uint32_t groups = layer.convolved ? layer.convolved->groups : 1;
    const std::vector<layers::affine_weights> parts = layers::divided(weights, groups);
    for (std::uint32_t group = 0; group < groups; ++group) {
        const layers::product product{
            parts[group],
            layer.convolved ? layers::gathered(*layer.convolved, group, activations) : activations};
        description.add(product, product.weights.values());
    }
    reports::figures all;
    description.fill(all);
    return {all.macs_dense, all.macs_effectual};
}

std::string text_of(const layers::extent& extent) {
    return fmt::format("{} x {}", extent.height, extent.width);
}

std::string text_of(const layers::convolution& shape) {
    std::string text = fmt::format("{} channels of {}, {} filters of {}", shape.channels,
                                   text_of(shape.image), shape.filters, text_of(shape.kernel));
    if (shape.groups > 1) text += fmt::format(" in {} groups", shape.groups);
    return text + fmt::format(", {} output positions", shape.positions());
}

std::string kind_of(const layers::layer& layer) {
    if (layer.stream) return "instruction stream";
    if (layer.convolved) return "convolution";
    return layer.is_sampled ? "sampled GEMM" : "fully connected";
}

/// Whether every weight that the source has is 1, since its file has positions alone.
bool has_values(const layers::layer& layer) {
    const auto* source = std::get_if<layers::tensor_source>(&layer.weights);
    if (source == nullptr || source->is_of_eie() || source->values) return true;
    const auto entries = formats::tensors_in(source->file);
    return std::none_of(entries.begin(), entries.end(), [&](const formats::tensor_entry& entry) {
        return entry.type == "none" && (entry.name == source->tensor || entries.size() == 1);
    });
}

/// The layer of an ONNX file that takes these weights with their dimensions in another order.
bool is_transposed(const formats::weight_file& file, const std::string& tensor) {
    if (formats::format_of(file).ending != ".onnx") return false;
    const auto layers = formats::onnx_layers(file.path);
    return std::any_of(layers.begin(), layers.end(), [&](const formats::onnx_layer& layer) {
        return layer.weights == tensor && layer.transposed;
    });
}

std::uint32_t product_of(formats::tensor_shape::const_iterator begin,
                         formats::tensor_shape::const_iterator end) {
    std::uint32_t product = 1;  // at most formats::most_values
    for (; begin != end; ++begin) product *= *begin;
    return product;
}

/// The shape as weights: outputs, and inputs.
given_shape matrix_shape(const formats::weight_file& file, const formats::tensor_shape& shape,
                         bool transposed, const std::optional<given_shape>& given) {
    if (shape.size() >= 2) {
        if (given)
            refuse("{}: --shape is for files that do not say their shape, but this tensor is {}.",
                   file.path.string(), formats::text_of(shape));
        if (transposed) return {shape.back(), product_of(shape.begin(), shape.end() - 1)};
        return {shape.front(), product_of(shape.begin() + 1, shape.end())};
    }
    const std::uint32_t values = product_of(shape.begin(), shape.end());
    if (!given) {
        if (formats::format_of(file).ending == ".txt")
            refuse("{}: a text of {} digits has no shape; add --shape OUTPUTSxINPUTS.", file.path.string(),
                   values);
        return {1, values};
    }
    if (std::uint64_t{given->outputs} * given->inputs != values)
        refuse("{}: --shape {}x{} does not hold the {} values of the file.", file.path.string(),
               given->outputs, given->inputs, values);
    return *given;
}

}  // namespace

info_subject subject_of(const layers::layer& layer) {
    info_subject subject;
    subject.name = layer.name;
    subject.kind = kind_of(layer);
    subject.source = layer.source;
    if (layer.stream) {
        subject.note = "A stream of one instruction has no weights.";
        return subject;
    }
    subject.outputs = layer.outputs;
    subject.inputs = layer.inputs;
    subject.batch = layer.batch;
    if (layer.is_sampled) {
        subject.macs = mac_count{std::uint64_t{layer.outputs} * layer.inputs * layer.batch,
                                 std::uint64_t{layer.outputs} * layer.inputs * layer.batch};
        subject.note = "A sampled GEMM is dense, and never held whole.";
        return subject;
    }
    if (layer.convolved) subject.dimensions = text_of(*layer.convolved);
    subject.segment = layer.convolved ? layer.convolved->channels_of_group() : layer.inputs;
    subject.has_values = has_values(layer);
    const layers::layer_weights loaded = layers::load_weights(layer, {});
    if (loaded.weights.stored_bias() != 0) subject.bias_values = nonzeros_of_bias(loaded.weights.values());
    if (layer.follows()) {
        subject.note = "Its activations are the outputs of the layer before, known when the network runs.";
    } else {
        const layers::vectors activations = layers::load_activations(layer);
        subject.activations = count_of(activations);
        subject.macs = macs_of(layer, loaded.weights, activations);
    }
    set_weights(subject, without_bias(loaded.weights.values()));
    return subject;
}

info_subject subject_of(const formats::weight_file& file, const std::string& tensor, bool transposed,
                        const std::optional<given_shape>& shape) {
    const std::vector<formats::tensor_entry> entries = formats::tensors_in(file);
    const auto entry = std::find_if(entries.begin(), entries.end(), [&](const auto& each) {
        return each.name == tensor || (tensor.empty() && entries.size() == 1);
    });
    if (entry == entries.end()) {
        formats::read_tensor(file, tensor);  // refuses it, with the nearest name
        refuse("{}: the file holds no tensor {}.", file.path.string(), config::in_quotes(tensor));
    }
    layers::tensor_source source{file, entry->name};
    source.transposed = transposed || is_transposed(file, entry->name);
    source.where = file.path.string();
    const given_shape matrix = matrix_shape(file, entry->shape, source.transposed, shape);
    std::optional<layers::convolution> filters;
    if (entry->shape.size() == 4 && !source.transposed) {
        filters.emplace();
        filters->channels = entry->shape[1];
        filters->filters = entry->shape[0];
        filters->kernel = {entry->shape[2], entry->shape[3]};
    }
    info_subject subject;
    subject.name = entry->name;
    subject.kind = "tensor";
    subject.has_values = entry->type != "none";
    subject.dimensions = formats::text_of(entry->shape);
    if (subject.has_values) subject.dimensions += fmt::format(" of {}", entry->type);
    if (filters) subject.dimensions += ", the filters of a convolution: outputs, channels, kernel";
    if (source.transposed) subject.dimensions += ", inputs first";
    subject.segment = filters ? filters->channels : matrix.inputs;
    layers::source_matrix read = layers::read_matrix(source, matrix.outputs, matrix.inputs, filters);
    if (auto* sparse = std::get_if<csc<float>>(&read))
        set_weights(subject, std::move(*sparse));
    else
        set_weights(subject, formats::nonzero_columns(std::get<formats::dense_matrix<float>>(read)));
    return subject;
}

info_subject subject_of_banks(const std::filesystem::path& folder, const std::optional<given_shape>& shape) {
    if (!formats::is_eie_bank_folder(folder))
        refuse(
            "{}: this folder is no EIE bank folder, which holds ptr/ptr0.dat, spm/spm0.dat and so on, and arithm.dat.",
            folder.string());
    if (!shape)
        refuse("{}: an EIE bank folder does not say its shape; add --shape OUTPUTSxINPUTS.", folder.string());
    info_subject subject;
    subject.kind = "EIE bank folder";
    subject.dimensions = fmt::format("banks of {} PEs", formats::eie_bank_folder_pes(folder));
    csc<float> stored =
        formats::shared_values(formats::read_eie_bank_folder(folder, shape->outputs, shape->inputs));
    if (stored.stored() != stored.column_begin[stored.columns - 1])
        subject.bias_values = nonzeros_of_bias(stored);
    subject.segment = shape->inputs;
    set_weights(subject, without_bias(std::move(stored)));
    return subject;
}

}  // namespace lacuna::command_line
