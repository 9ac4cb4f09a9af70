/// lacuna trace import: the layers of a network's file as a trace.
#include <fmt/format.h>

#include "sim/command_line/new_files.h"
#include "sim/command_line/options.h"
#include "sim/command_line/trace_options.h"
#include "sim/command_line/trace_verbs.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/whole_file.h"
#include "sim/layers/network_import.h"
#include "sim/reports/text_table.h"

namespace lacuna::command_line {

namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;
using texts = std::vector<std::string>;

fs::path trace_of(const option_values& values) {
    const fs::path trace = path_of(values, "out");
    if (trace.extension() != ".yaml" && trace.extension() != ".yml")
        refuse("--out: {} must end in .yaml.", config::in_quotes(trace.string()));
    return trace;
}

void report(const fs::path& file, const fs::path& trace, const layers::imported_network& network) {
    double weights = 0, nonzeros = 0;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const double size = static_cast<double>(network.layers[i].outputs) * network.layers[i].inputs;
        weights += size;
        nonzeros += size * network.densities[i];
    }
    fmt::print(stderr, "{}: {} of {}, with {}, {} of them non-zero.\n", trace.string(),
               reports::counted(network.layers.size(), "layer"), file.string(),
               reports::counted(static_cast<std::size_t>(weights), "weight"),
               reports::percent(nonzeros / weights));
    for (const layers::skipped_tensor& each : network.skipped)
        fmt::print(stderr, "skipped {}: {}.\n", config::in_quotes(each.name), each.reason);
    if (network.others > 0)
        fmt::print(stderr, "skipped {} that {} neither weights nor bias of a layer.\n",
                   reports::counted(network.others, "tensor"), network.others == 1 ? "is" : "are");
    for (const std::string& each : network.assumed) fmt::print(stderr, "{}\n", each);
}

std::string comment_of(const fs::path& file, const layers::imported_network& network) {
    std::string all = "Imported from " + config::shown(file.filename().string()) + ".";
    for (const std::string& each : network.assumed) all += " " + each;
    return all;
}

}  // namespace

int trace_import(const texts& arguments) {
    po::options_description options("Options");
    options.add_options()                                                                          //
        ("out", po::value<std::string>()->value_name("TRACE.yaml"), "the trace to write; needed")  //
        ("network", po::value<std::string>()->value_name("PROTOTXT"),
         "of a .net file: the Caffe network whose layers it holds")  //
        ("tensor", po::value<texts>()->default_value({}, "")->value_name("NAME"),
         "only the layer with these weights; may be repeated")  //
        ("density", po::value<double>()->default_value(1, "1")->value_name("D"),
         "the share of non-zeros in the activations that are drawn")  //
        ("seed", po::value<std::int64_t>()->default_value(1)->value_name("S"),
         "what they are drawn from")                                                                 //
        ("batch", po::value<std::int64_t>()->default_value(1)->value_name("N"), "inputs at a time")  //
        ("image", po::value<std::string>()->value_name("HxW"),
         "the input's size of convolutions whose file does not say it, such as 56x56")  //
        ("force", "replace the trace where it exists");
    const usage text{
        "lacuna trace import FILE --out TRACE.yaml [options]",
        "Writes a trace with a layer for every layer with weights of a network's file, for `layers` of a "
        "config.\n"
        "ONNX models, and .net files with their prototxt, say how their layers compute: strides, padding, groups,\n"
        "bias, ReLU, and which layer takes the outputs of the one before it. Of .safetensors, .npz, .npy, .mtx\n"
        "and .smtx every matrix becomes a fully connected layer (its bias is NAME.bias), and so do 1x1\n"
        "convolutions; other tensors of four dimensions become convolutions of stride 1 where --image is given.\n"
        "The weights stay where they are: the trace names the file. Activations are in no such file, and drawn.\n"
        "What is written, skipped and assumed is said on standard error.\n"
        "Exit code: 0 right; 2 bad input.",
        "file"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;
    const formats::weight_file file = file_of(*values, "import");
    const fs::path trace = trace_of(*values);
    layers::import_options chosen;
    chosen.tensors = (*values)["tensor"].as<texts>();
    chosen.density = density_of(*values, "density");
    chosen.seed = seed_of(*values);
    chosen.batch = size_of(*values, "batch");
    chosen.image = image_of(*values);
    check_new_files({trace}, values->count("force") != 0);
    const layers::imported_network network = layers::import_layers(file, chosen);
    config::write_whole_file(trace, checked_trace(network.layers, trace, comment_of(file.path, network)));
    report(file.path, trace, network);
    return right;
}

}  // namespace lacuna::command_line
