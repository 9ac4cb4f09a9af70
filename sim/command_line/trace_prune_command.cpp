/// lacuna trace prune: a pattern put on the weights of one layer, and the result written to files.
#include <fmt/format.h>

#include <algorithm>

#include "sim/command_line/new_files.h"
#include "sim/command_line/options.h"
#include "sim/command_line/pruning_report.h"
#include "sim/command_line/trace_options.h"
#include "sim/command_line/trace_verbs.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/config/whole_file.h"
#include "sim/config/yaml_document.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/formats/files/npy_bytes.h"
#include "sim/formats/files/weight_file_writer.h"
#include "sim/layers/network_import.h"
#include "sim/layers/trace.h"
#include "sim/layers/written_layer.h"

namespace lacuna::command_line {

namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;
using layers::layer;
using layers::tensor_source;

patterns::specification pattern_of(const option_values& values) {
    if (values.count("pattern") == 0) refuse("--pattern is missing (see --help).");
    config::document_place option;
    option.where.file = "--pattern";
    return patterns::read(config::parse_document(values["pattern"].as<std::string>(), option));
}

bool is_trace(const fs::path& file) {
    return file.extension() == ".yaml" || file.extension() == ".yml";
}

/// The one layer that is meant.
layer chosen_layer(std::vector<layer> all, const fs::path& file, const option_values& values) {
    std::vector<std::string> names;
    for (const layer& each : all) names.push_back(each.name);
    if (values.count("layer") == 0) {
        if (all.size() > 1)
            refuse("{}: it has {} layers, of which --layer must name one: {}.", file.string(), all.size(),
                   config::shown(config::list_of_names(names)));
        return std::move(all.front());
    }
    const auto& wanted = values["layer"].as<std::string>();
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (found == names.end())
        refuse("{}: it has no layer {}{}.", file.string(), config::in_quotes(wanted),
               config::nearest_name_hint(wanted, names));
    return std::move(all[static_cast<std::size_t>(found - names.begin())]);
}

layer layer_of(const option_values& values, std::vector<std::string>& notes) {
    const formats::weight_file file = file_of(values, "prune");
    if (is_trace(file.path)) {
        for (const char* option : {"tensor", "network", "image"})
            if (values.count(option) != 0)
                refuse("--{}: a trace says that itself, so the option has no place.", option);
        layer chosen = chosen_layer(layers::read_trace(file.path), file.path, values);
        if (chosen.stream || chosen.is_sampled)
            refuse("{}: layer {} has no weights to prune.", chosen.where, config::in_quotes(chosen.name));
        return chosen;
    }
    layers::import_options options;
    if (values.count("tensor") != 0) options.tensors = {values["tensor"].as<std::string>()};
    options.image = image_of(values);
    layers::imported_network network = layers::import_layers(file, options);
    notes = network.assumed;
    return chosen_layer(std::move(network.layers), file.path, values);
}

struct written_names {
    layers::weights_target weights;
    fs::path trace, permutation, activations, bias;
};

/// Of banks that are written to another kind of file.
bool has_bias_of_its_own(const layer& from, const layers::weights_target& to) {
    const auto* source = std::get_if<tensor_source>(&from.weights);
    return source != nullptr && formats::is_eie_bank_folder(source->file.path) && !to.is_banks();
}

std::vector<fs::path> files_of(const written_names& names, const layer& from, bool permutes) {
    std::vector<fs::path> files = {names.weights.named(), names.trace};
    if (permutes) files.push_back(names.permutation);
    if (permutes && std::holds_alternative<tensor_source>(from.activations))
        files.push_back(names.activations);
    if (has_bias_of_its_own(from, names.weights)) files.push_back(names.bias);
    return files;
}

std::vector<float> flat(const layers::vectors& vectors) {
    std::vector<float> all;
    for (const std::vector<float>& each : vectors) all.insert(all.end(), each.begin(), each.end());
    return all;
}

/// Writes the order of the channels, and the activations in that order where they come from a file.
void write_permutation(const written_names& names, const layers::pruned_layer& pruned, layer& description,
                       std::vector<std::string>& notes) {
    const std::vector<std::uint32_t> channels = layers::input_channels(description, *pruned.permutation);
    const auto count = static_cast<std::uint32_t>(channels.size());
    config::write_whole_file(
        names.permutation,
        formats::npy_of({count}, std::vector<std::int32_t>(channels.begin(), channels.end())));
    const char* what = description.convolved ? "channel" : "input";
    notes.push_back(
        fmt::format("{}: which {} stands at each place, from 0.", names.permutation.string(), what));
    if (!std::holds_alternative<tensor_source>(description.activations)) {
        notes.push_back(fmt::format(
            "The {}s must stand in that order too, as the outputs of the layer before, for the product to stay "
            "what it was; the trace draws its activations.",
            what));
        return;
    }
    const layers::vectors moved =
        layers::permuted_inputs(description, channels, layers::load_activations(description));
    formats::tensor_shape shape = {description.batch, description.inputs};
    if (description.convolved)
        shape = {description.batch, description.convolved->channels, description.convolved->image.height,
                 description.convolved->image.width};
    formats::write_tensor(names.activations, {shape, flat(moved)});
    description.activations = tensor_source{{names.activations}};
    notes.push_back(fmt::format("{}: the activations in that order.", names.activations.string()));
}

}  // namespace

int trace_prune(const std::vector<std::string>& arguments) {
    po::options_description options("Options");
    options.add_options()  //
        ("pattern", po::value<std::string>()->value_name("PATTERN"),
         "as a config writes it: 2:4, '{block: {shape: [4, 4], density: 0.25}}' (lacuna list patterns); needed")  //
        ("out", po::value<std::string>()->value_name("FILE"),
         "the file of the pruned weights: .npy, .npz, .mtx or .smtx (which loses the values), or a folder of EIE "
         "banks, whose name ends in '/'; needed")                                                        //
        ("layer", po::value<std::string>()->value_name("NAME"), "which layer, where there are several")  //
        ("tensor", po::value<std::string>()->value_name("NAME"),
         "which tensor of a weight file, where there are several")  //
        ("network", po::value<std::string>()->value_name("PROTOTXT"),
         "of a .net file: the Caffe network whose layers it holds")  //
        ("image", po::value<std::string>()->value_name("HxW"),
         "the input's size of a convolution whose file does not say it")                   //
        ("permute", "with 2:4: order the channels first so that it keeps more magnitude")  //
        ("pes", po::value<std::int64_t>()->default_value(64)->value_name("P"),
         "PEs that own rows in turn, in the table and in a folder of EIE banks")  //
        ("force", "replace what has the names of the files already");
    const usage text{
        "lacuna trace prune FILE --pattern PATTERN --out FILE2 [options]",
        "Prunes the weights of one layer, of a trace or of a weight file, and writes them to FILE2 and beside it a\n"
        "trace (the same name, ending in .yaml). Prints what the pattern cost: the share of the magnitude, the\n"
        "sum of |weight|, that it keeps, also relative to the best unstructured mask of the same density; and how\n"
        "evenly the non-zeros that are left fall on rows and PEs (imbalance: the greatest load over the mean).\n"
        "Filters of convolutions are pruned along the channels of each kernel position, as run does it.\n"
        "--permute writes the order of the channels as FILE2's name ending in .permutation.npy, and where the\n"
        "trace reads activations from a file, those in the same order, so that the product stays what it was.\n"
        "Exit code: 0 right; 2 bad input.",
        "file"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;

    const patterns::specification pattern = pattern_of(*values);
    const layers::weights_target out{path_of(*values, "out"), whole_number(*values, "pes", 1, 4096)};
    layers::check(out);
    const bool permutes = values->count("permute") != 0;
    if (permutes && pattern.label() != "2:4")
        refuse("--permute: channels are permuted for the pattern 2:4, not for {}.", pattern.label());
    std::vector<std::string> notes;
    layer description = layer_of(*values, notes);
    if (description.convolved && out.is_banks())
        refuse(
            "--out: {} would be a folder of EIE banks, which hold fully connected layers, but {} is a convolution.",
            config::in_quotes(out.path.string()), config::in_quotes(description.name));
    const written_names names{out, out.beside(".yaml"), out.beside(".permutation.npy"),
                              out.beside(".activations.npy"), out.beside(".bias.npy")};
    check_new_files(files_of(names, description, permutes), values->count("force") != 0);
    if (description.follows()) {
        description.activations = layers::generated_activations{layers::distribution::half_normal, 1, 1};
        notes.push_back(
            "The layer took the outputs of the one before it, which its new trace has not: its activations are "
            "drawn at density 1.");
    }
    // What no trace can be is refused before anything is written.
    checked_trace({description}, names.trace, "");

    layers::pruned_layer pruned =
        permutes ? layers::permute_and_prune(description) : layers::prune(description, pattern);
    notes.insert(notes.end(), pruned.notes.begin(), pruned.notes.end());
    if (permutes) write_permutation(names, pruned, description, notes);
    if (has_bias_of_its_own(description, out) && !pruned.bias.empty()) {
        formats::write_tensor(names.bias, {{description.outputs}, pruned.bias});
        description.bias = tensor_source{{names.bias}};
    }
    layer made = layers::write_weights(out, description, pruned.weights, pruned.bias);
    // Beside the layer it is from, in one config, it needs a name of its own.
    made.name += " " + pattern.label() + (permutes ? " permuted" : "");
    made.source += fmt::format("{}pruned: {}{}", made.source.empty() ? "" : "; ", pattern.label(),
                               permutes ? " of permuted channels" : "");
    if (formats::holds_positions_alone(out.path)) {
        auto& positions = std::get<tensor_source>(made.weights);
        positions.values = layers::distribution::normal;
        positions.seed = 1;
        notes.push_back("The file holds positions alone: its trace draws their values.");
    }
    if (out.is_banks())
        notes.push_back("EIE banks hold 4-bit codes: weights and bias there share 15 values.");
    config::write_whole_file(names.trace, checked_trace({made}, names.trace, ""));
    fmt::print("{}", pruning_report(description, pattern, pruned, out.pes));
    fmt::print(stderr, "{}\n{}\n", out.path.string(), names.trace.string());
    for (const std::string& each : notes) fmt::print(stderr, "{}\n", each);
    return right;
}

}  // namespace lacuna::command_line
