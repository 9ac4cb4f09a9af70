#include "sim/run/experiment.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "sim/config/data_path.h"
#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"
#include "sim/layers/trace.h"
#include "sim/run/variants.h"

namespace lacuna::run {

namespace {

/// `where`, file:line, names it.
const model& find_model(const std::string& name, const std::string& where) {
    std::vector<std::string> known;
    for (const model& each : models()) {
        if (each.name == name) return each;
        known.push_back(each.name);
    }
    refuse("{}: {} is no model that Lacuna has{}.", where, config::in_quotes(name),
           config::nearest_name_hint(name, known));
}

/// Names stand in SystemC's hierarchy and in file names.
void check_name(const std::string& name, const config::node& value) {
    const bool plain =
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
        std::string::npos;
    if (!plain) {
        refuse("{}: the accelerator name {} may have letters, digits, '-' and '_' only.", value.where.text(),
               config::in_quotes(name));
    }
}

void check_size(const std::vector<layers::layer>& all, const patterns::specification& pattern,
                const config::node& value) {
    for (const layers::layer& layer : all) {
        if (!layers::too_large_to_generate(layer, pattern)) continue;
        refuse("{}: the pattern {} leaves too many of the {} x {} weights of layer {} to generate.",
               value.where.text(), pattern.label(), layer.outputs, layer.inputs,
               config::in_quotes(layer.name));
    }
}

/// Of which no weights, or not all, are ever there to prune.
std::string what_has_no_patterns(const layers::layer& layer) {
    if (layer.stream) return "an instruction stream and runs as_is alone";
    return "a GEMM that is sampled and runs as_is or dense";
}

/// A pattern is put on weights, which an instruction stream does not have, and a sampled GEMM never all.
void check_target(const std::vector<layers::layer>& all, const patterns::specification& pattern,
                  const config::node& value) {
    if (pattern.is<patterns::kind::as_is>()) return;
    for (const layers::layer& layer : all) {
        if (!layer.stream && !(layer.is_sampled && !pattern.is<patterns::kind::dense>())) continue;
        refuse("{}: the pattern {} cannot be put on layer {}, which is {}.", value.where.text(),
               pattern.label(), config::in_quotes(layer.name), what_has_no_patterns(layer));
    }
}

/// Appends an accelerator of the config, or each of its variants; `module_names` are those already given.
void read_accelerator(const std::string& name, const config::node& value, std::set<std::string>& module_names,
                      std::vector<configured_accelerator>& to) {
    config::table table(value, "the accelerator " + name);
    const config::node& model_name = table.required("model");
    const model& kind = find_model(config::as_text(model_name), model_name.where.text());
    const config::node* const parameters = table.optional("parameters");
    std::vector<variant> variants = read_variants(name, kind, parameters, table.optional("variants"));
    std::optional<energy::table> energy;
    if (const config::node* table_file = table.optional("energy");
        table_file != nullptr && table_file->type != config::node::kind::null) {
        energy = energy::read_table(config::existing_path(*table_file));
        energy->file = config::as_text(*table_file);
    }
    table.finish();
    for (std::size_t i = 0; i < variants.size(); ++i) {
        configured_accelerator added{
            name, variants[i].values, name, &kind, std::move(variants[i].parameters), energy};
        if (!added.variant.empty()) {
            added.name += ", " + variants[i].label();
            added.module_name += fmt::format("-{}", i + 1);
            while (!module_names.insert(added.module_name).second) added.module_name += '_';
        }
        to.push_back(std::move(added));
    }
}

/// Refuses an instruction stream or a sampled GEMM that an accelerator cannot run.
void check_kind(const layers::layer& layer, const std::vector<configured_accelerator>& accelerators) {
    if (!layer.stream && !layer.is_sampled) return;
    for (const configured_accelerator& accelerator : accelerators) {
        const model_parameters& parameters = *accelerator.parameters;
        const std::string reason =
            layer.stream ? parameters.refuses_instruction_streams() : parameters.refuses_sampled_gemms();
        if (reason.empty()) continue;
        refuse("{}: layer {} is {}, which {} cannot run: {}.", layer.where, config::in_quotes(layer.name),
               layer.stream ? "an instruction stream" : "a GEMM that is sampled", accelerator.name, reason);
    }
}

/// Refuses a layer whose activations an accelerator cannot be given; `before` is the layer before it.
void check_activations_of(const layers::layer& layer, const layers::layer* before,
                          const std::vector<configured_accelerator>& accelerators) {
    const std::vector<std::vector<float>> activations = layers::load_activations(layer);
    for (const configured_accelerator& accelerator : accelerators) {
        try {
            if (layer.follows() && before->function == layers::activation_function::none) {
                const std::string reason = accelerator.parameters->refuses_negative_activations();
                if (!reason.empty())
                    refuse("Outputs of layer {} can be negative, but {}", config::in_quotes(before->name),
                           reason);
            }
            check_activations(*accelerator.parameters, activations);
        } catch (const input_error& error) {
            refuse("{}: layer {} on {}: {}", layer.where, config::in_quotes(layer.name), accelerator.name,
                   error.what());
        }
    }
}

nlohmann::ordered_json effective_configuration(const experiment& e,
                                               const std::vector<std::string>& layer_files) {
    nlohmann::ordered_json all = {{"name", e.name}};
    for (const configured_accelerator& accelerator : e.accelerators) {
        all["accelerators"][accelerator.name] = {{"model", accelerator.kind->name},
                                                 {"parameters", accelerator.parameters->list().effective()}};
        if (accelerator.energy) all["accelerators"][accelerator.name]["energy"] = accelerator.energy->file;
    }
    all["layers"] = layer_files;
    for (const layers::layer& layer : e.layers) all["traces"].push_back(layer.trace);
    for (const patterns::specification& pattern : e.patterns) all["patterns"].push_back(pattern.written());
    return all;
}

}  // namespace

experiment read_experiment(const std::filesystem::path& file, const std::vector<std::string>& assignments) {
    config::node document = config::read_yaml(file);
    for (const std::string& assignment : assignments) config::set_value(document, assignment);
    config::table table(document, "a config");

    experiment result;
    result.file = file;
    result.name = config::as_text(table.required("name"));

    const config::node& accelerators = table.required("accelerators");
    if (accelerators.type != config::node::kind::map || accelerators.entries.empty()) {
        refuse("{}: accelerators must be a map of names to accelerators, but is {}.",
               accelerators.where.text(), accelerators.description());
    }
    std::set<std::string> module_names;
    for (const auto& [name, value] : accelerators.entries) {
        check_name(name, value);
        module_names.insert(name);
    }
    for (const auto& [name, value] : accelerators.entries)
        read_accelerator(name, value, module_names, result.accelerators);

    std::vector<std::string> layer_files;
    std::set<std::string> layer_names;
    for (const config::node& item : config::as_sequence(table.required("layers"))) {
        layer_files.push_back(config::as_text(item));
        for (layers::layer& layer : layers::read_trace(config::existing_path(item))) {
            if (!layer_names.insert(layer.name).second) {
                refuse("{}: a second layer is named {} ({}).", item.where.text(),
                       config::in_quotes(layer.name), layer.where);
            }
            if (!layer.reference.model.empty()) find_model(layer.reference.model, layer.reference.where);
            result.layers.push_back(std::move(layer));
        }
    }

    if (const config::node* list = table.optional("patterns")) {
        for (const config::node& item : config::as_sequence(*list)) {
            result.patterns.push_back(patterns::read(item));
            const std::string label = result.patterns.back().label();
            const bool again = std::any_of(result.patterns.begin(), result.patterns.end() - 1,
                                           [&](const auto& other) { return other.label() == label; });
            if (again) refuse("{}: the pattern {} is named twice.", item.where.text(), label);
            check_target(result.layers, result.patterns.back(), item);
            check_size(result.layers, result.patterns.back(), item);
        }
    } else {
        result.patterns.emplace_back();
    }
    table.finish();
    for (std::size_t i = 0; i < result.layers.size(); ++i) {
        check_kind(result.layers[i], result.accelerators);
        check_activations_of(result.layers[i], i == 0 ? nullptr : &result.layers[i - 1], result.accelerators);
    }
    result.effective = effective_configuration(result, layer_files);
    return result;
}

}  // namespace lacuna::run
