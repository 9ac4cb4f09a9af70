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
#include "sim/config/yaml_json.h"
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

nlohmann::ordered_json effective_configuration(const experiment& e, const nlohmann::ordered_json& layers) {
    nlohmann::ordered_json all = {{"name", e.name}};
    for (const configured_accelerator& accelerator : e.accelerators) {
        all["accelerators"][accelerator.name] = {{"model", accelerator.kind->name},
                                                 {"parameters", accelerator.parameters->list().effective()}};
        if (accelerator.energy) all["accelerators"][accelerator.name]["energy"] = accelerator.energy->file;
    }
    all["layers"] = layers;
    for (const layers::layer& layer : e.layers) all["traces"].push_back(layer.trace);
    for (const patterns::specification& pattern : e.patterns) all["patterns"].push_back(pattern.written());
    return all;
}

/// A layer of the list: the trace in a file, or as it stands in the config itself.
std::vector<layers::layer> read_layers(const config::node& item) {
    return item.type == config::node::kind::map ? layers::layers_of(item)
                                                : layers::read_trace(config::existing_path(item));
}

/// Reads the list of layers; returns what the config calls each item.
nlohmann::ordered_json read_all_layers(const config::node& list, std::vector<layers::layer>& to) {
    nlohmann::ordered_json written = nlohmann::ordered_json::array();
    std::set<std::string> names;
    for (const config::node& item : config::as_sequence(list)) {
        written.push_back(config::to_json(item));
        for (layers::layer& layer : read_layers(item)) {
            if (!names.insert(layer.name).second) {
                refuse("{}: a second layer is named {} ({}).", item.where.text(),
                       config::in_quotes(layer.name), layer.where);
            }
            if (!layer.reference.model.empty()) find_model(layer.reference.model, layer.reference.where);
            to.push_back(std::move(layer));
        }
    }
    return written;
}

std::vector<patterns::specification> read_patterns(const config::node* list,
                                                   const std::vector<layers::layer>& to_put_on) {
    if (list == nullptr) return {patterns::specification()};
    std::vector<patterns::specification> all;
    for (const config::node& item : config::as_sequence(*list)) {
        all.push_back(patterns::read(item));
        const std::string label = all.back().label();
        const bool again = std::any_of(all.begin(), all.end() - 1,
                                       [&](const auto& other) { return other.label() == label; });
        if (again) refuse("{}: the pattern {} is named twice.", item.where.text(), label);
        check_target(to_put_on, all.back(), item);
        check_size(to_put_on, all.back(), item);
    }
    return all;
}

}  // namespace

config_document::config_document(std::filesystem::path file, const std::vector<std::string>& assignments)
    : file_(std::move(file)), root_(config::read_yaml(file_)) {
    for (const std::string& assignment : assignments) config::set_value(root_, assignment);
}

config::node config_document::with(const std::vector<std::string>& assignments) const {
    config::node root = root_;
    for (const std::string& assignment : assignments) config::set_value(root, assignment);
    return root;
}

std::shared_ptr<const energy::table> config_document::energy_table(const config::node& named) const {
    const std::filesystem::path path = config::existing_path(named);
    const std::string text = config::as_text(named);
    std::shared_ptr<const energy::table>& kept = energy_tables_[{path, text}];
    if (kept == nullptr) {
        energy::table read = energy::read_table(path);
        read.file = text;
        kept = std::make_shared<const energy::table>(std::move(read));
    }
    return kept;
}

std::vector<configured_accelerator> config_document::accelerators(const std::vector<std::string>& assignments,
                                                                  bool check_combinations) const {
    return accelerators_of(with(assignments), check_combinations);
}

std::vector<configured_accelerator> config_document::accelerators_of(const config::node& root,
                                                                     bool check_combinations) const {
    config::table document(root, "a config");
    const config::node& map = document.required("accelerators");
    if (map.type != config::node::kind::map || map.entries.empty()) {
        refuse("{}: accelerators must be a map of names to accelerators, but is {}.", map.where.text(),
               map.description());
    }
    std::set<std::string> module_names;
    for (const auto& [name, value] : map.entries) {
        check_name(name, value);
        module_names.insert(name);
    }
    std::vector<configured_accelerator> all;
    for (const auto& [name, value] : map.entries) {
        config::table table(value, "the accelerator " + name);
        const config::node& model_name = table.required("model");
        const model& kind = find_model(config::as_text(model_name), model_name.where.text());
        const config::node* const parameters = table.optional("parameters");
        std::vector<variant> variants =
            read_variants(name, kind, parameters, table.optional("variants"), check_combinations);
        std::shared_ptr<const energy::table> energy;
        if (const config::node* named = table.optional("energy");
            named != nullptr && named->type != config::node::kind::null)
            energy = energy_table(*named);
        table.finish();
        for (std::size_t i = 0; i < variants.size(); ++i) {
            configured_accelerator added{
                name, variants[i].values, name, &kind, std::move(variants[i].parameters), energy};
            if (!added.variant.empty()) {
                added.name += ", " + variants[i].label();
                added.module_name += fmt::format("-{}", i + 1);
                while (!module_names.insert(added.module_name).second) added.module_name += '_';
            }
            all.push_back(std::move(added));
        }
    }
    return all;
}

experiment config_document::read(const std::vector<std::string>& assignments) const {
    const config::node root = with(assignments);
    config::table document(root, "a config");
    experiment result;
    result.file = file_;
    result.name = config::as_text(document.required("name"));
    document.required("accelerators");
    result.accelerators = accelerators_of(root, true);
    const nlohmann::ordered_json layers = read_all_layers(document.required("layers"), result.layers);
    result.patterns = read_patterns(document.optional("patterns"), result.layers);
    result.is_swept = document.optional("sweep") != nullptr;
    document.finish();
    for (std::size_t i = 0; i < result.layers.size(); ++i) {
        check_kind(result.layers[i], result.accelerators);
        check_activations_of(result.layers[i], i == 0 ? nullptr : &result.layers[i - 1], result.accelerators);
    }
    result.effective = effective_configuration(result, layers);
    return result;
}

experiment read_experiment(const std::filesystem::path& file, const std::vector<std::string>& assignments) {
    return config_document(file, assignments).read();
}

}  // namespace lacuna::run
