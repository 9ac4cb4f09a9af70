/// lacuna trace: works on layers before they are simulated.
#include <fmt/format.h>

#include "sim/command_line/trace_verbs.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"

namespace lacuna::command_line {

namespace {

struct subverb {
    std::string name;
    std::string summary;
    int (*call)(const std::vector<std::string>&);
};

const std::vector<subverb>& subverbs() {
    static const std::vector<subverb> all = {
        {"info", "what is in a trace or a weight file: zeros, load balance, patterns, storage", trace_info},
        {"import", "write a trace with the layers of a network: ONNX, safetensors, Caffe, NumPy, matrices",
         trace_import},
        {"generate", "draw random weights, their zeros spread evenly or unevenly over the rows",
         trace_generate},
        {"prune", "put a sparsity pattern on the weights of a layer, and write them to a file", trace_prune},
    };
    return all;
}

void print_help() {
    fmt::print(
        "Usage: lacuna trace SUBVERB [arguments]\n\n"
        "Works on layers before anything is simulated. A trace is a short YAML file that describes a layer of "
        "a network:\n"
        "its shape, and where its weights and activations come from, which is a file or a generator of random "
        "numbers.\n"
        "Configs name traces under `layers`. A weight file is what a framework saves: a matrix, most of whose "
        "values are\n"
        "zeros once the network is pruned.\n\n");
    for (const subverb& each : subverbs()) fmt::print("  {:<10} {}\n", each.name, each.summary);
    fmt::print("\nlacuna trace SUBVERB --help explains a subverb.\n");
}

}  // namespace

int trace(const std::vector<std::string>& arguments) {
    std::vector<std::string> names;
    for (const subverb& each : subverbs()) names.push_back(each.name);
    if (arguments.empty())
        refuse("lacuna trace needs a subverb: {} (see lacuna trace --help).", config::list_of_names(names));
    if (arguments[0] == "--help" || arguments[0] == "-h") {
        print_help();
        return right;
    }
    for (const subverb& each : subverbs()) {
        if (each.name == arguments[0]) return each.call({arguments.begin() + 1, arguments.end()});
    }
    refuse("{} is no subverb of lacuna trace{}.", config::in_quotes(arguments[0]),
           config::nearest_name_hint(arguments[0], names));
}

}  // namespace lacuna::command_line
