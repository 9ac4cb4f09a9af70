/// lacuna trace: works on layers before they are simulated.
#include "sim/command_line/subverbs.h"
#include "sim/command_line/trace_verbs.h"
#include "sim/command_line/verbs.h"

namespace lacuna::command_line {

int trace(const std::vector<std::string>& arguments) {
    static const std::vector<subverb> subverbs = {
        {"info", "what is in a trace or a weight file: zeros, load balance, patterns, storage", trace_info},
        {"import", "write a trace with the layers of a network: ONNX, safetensors, Caffe, NumPy, matrices",
         trace_import},
        {"generate", "draw random weights, their zeros spread evenly or unevenly over the rows",
         trace_generate},
        {"prune", "put a sparsity pattern on the weights of a layer, and write them to a file", trace_prune},
    };
    return call_subverb(
        "trace",
        "Works on layers before anything is simulated. A trace is a short YAML file that describes a layer of a "
        "network:\n"
        "its shape, and where its weights and activations come from, which is a file or a generator of random "
        "numbers.\n"
        "Configs name traces under `layers`. A weight file is what a framework saves: a matrix, most of whose "
        "values are\n"
        "zeros once the network is pruned.",
        subverbs, arguments);
}

}  // namespace lacuna::command_line
