#include "sim/layers/network_import.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/formats/eie_bank_folder.h"
#include "sim/layers/found_layers.h"

namespace lacuna::layers {
namespace {

found_layers found_in(const formats::weight_file& file, const import_options& options) {
    if (formats::is_eie_bank_folder(file.path))
        refuse(
            "{}: how many outputs it has is not in a folder of EIE banks; its trace is to be written by hand.",
            file.path.string());
    const std::string& ending = formats::format_of(file).ending;
    if (ending == ".onnx") return found_in_onnx(file, options);
    if (ending == ".net") return found_in_caffe(file, options);
    return found_in_tensors(file, options);
}

/// Letters, digits, '_', '-', '.' and '/' alone, and no other layer's name.
std::string plain_name(const std::string& name, std::set<std::string>& taken) {
    std::string plain;
    for (const char c : name) {
        const bool stays = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '.' || c == '/';
        if (stays || plain.empty() || plain.back() != '_') plain += stays ? c : '_';
    }
    plain.erase(0, plain.find_first_not_of("/_"));
    if (plain.empty()) plain = "layer";
    std::string unique = plain;
    for (int number = 2; !taken.insert(unique).second; ++number) unique = fmt::format("{}-{}", plain, number);
    return unique;
}

/// Refuses a wanted tensor that is no weights of a layer.
void check_wanted(const formats::weight_file& file, const found_layers& found,
                  const import_options& options) {
    std::vector<std::string> names;
    for (const found_layer& each : found.layers)
        if (!each.tensor.empty()) names.push_back(each.tensor);
    for (const std::string& wanted : options.tensors)
        if (std::find(names.begin(), names.end(), wanted) == names.end())
            refuse("{}: no layer has the weights {}{}.", file.path.string(), config::in_quotes(wanted),
                   config::nearest_name_hint(wanted, names));
}

double density_of(const layer& description) {
    const source_matrix weights = read_matrix(std::get<tensor_source>(description.weights),
                                              description.outputs, description.inputs, description.convolved);
    const auto nonzeros = [](const auto& matrix) {
        return matrix.value.size() -
               static_cast<std::size_t>(std::count(matrix.value.begin(), matrix.value.end(), 0.0f));
    };
    return static_cast<double>(std::visit(nonzeros, weights)) /
           (static_cast<double>(description.outputs) * description.inputs);
}

/// Reads weights and bias; a sentence where that is not possible.
std::string unreadable(const layer& description, double& density) {
    try {
        density = density_of(description);
        if (const auto* bias = std::get_if<tensor_source>(&description.bias))
            read_values(*bias, description.outputs);
        return "";
    } catch (const input_error& error) {
        std::string sentence = error.what();
        if (!sentence.empty() && sentence.back() == '.') sentence.pop_back();
        return sentence;
    }
}

bool fits(const layer& taker, const layer& before) {
    const bool same_size = !taker.convolved || !before.convolved ||
                           (taker.convolved->image.height == before.convolved->output().height &&
                            taker.convolved->image.width == before.convolved->output().width);
    return same_size && taker.input_values() == before.output_values();
}

class importer {
  public:
    importer(const formats::weight_file& file, const import_options& options)
        : file_(file), options_(options) {}

    void add(found_layer& found, std::size_t index) {
        give_up_if_stopped();
        double density = 0;
        if (found.skipped.empty()) found.skipped = unreadable(found.description, density);
        if (!found.skipped.empty()) {
            all_.skipped.push_back({found.tensor, found.skipped});
            return;
        }
        layer& added = found.description;
        const auto number = static_cast<std::uint32_t>(all_.layers.size());
        added.name = plain_name(added.name, names_);
        added.batch = options_.batch;
        added.source = "imported from " + file_.path.filename().string();
        if (!found.tensor.empty()) added.source += ", " + found.tensor;
        auto& weights = std::get<tensor_source>(added.weights);
        if (weights.values) weights.seed = options_.seed + 2 * number + 1;
        if (found.takes && found.takes == last_ && fits(added, all_.layers.back()))
            added.activations = previous_outputs{};
        else
            added.activations = generated_activations{distribution::half_normal, options_.seed + 2 * number,
                                                      options_.density};
        last_ = index;
        all_.densities.push_back(density);
        all_.layers.push_back(std::move(added));
    }

    imported_network result(found_layers found) && {
        all_.others = found.others;
        all_.assumed = std::move(found.assumed);
        const auto drawn = static_cast<std::size_t>(std::count_if(
            all_.layers.begin(), all_.layers.end(), [](const layer& each) { return !each.follows(); }));
        const bool all_drawn = drawn == all_.layers.size();
        all_.assumed.push_back(fmt::format(
            "The file holds no activations: {} drawn at density {}, as after ReLU{}.",
            all_drawn ? "they are" : fmt::format("those of {} layers are", drawn), options_.density,
            all_drawn ? "" : "; the others take the outputs of the layer before them"));
        return std::move(all_);
    }

    [[noreturn]] void refuse_nothing(const found_layers& found) const {
        if (all_.skipped.empty())
            refuse("{}: it holds no weights of a layer, and {} other tensor{}.", file_.path.string(),
                   found.others, found.others == 1 ? "" : "s");
        const skipped_tensor& first = all_.skipped.front();
        refuse("{}: none of its {} weights can be a layer; the first, {}: {}.", file_.path.string(),
               all_.skipped.size(), config::in_quotes(first.name), first.reason);
    }

    bool is_empty() const { return all_.layers.empty(); }

  private:
    const formats::weight_file& file_;
    const import_options& options_;
    imported_network all_;
    std::set<std::string> names_;
    std::optional<std::size_t> last_;  ///< the found layer that was added last
};

}  // namespace

tensor_source source_in(const formats::weight_file& file, const std::string& tensor) {
    tensor_source source{file, tensor};
    source.where = file.path.string();
    return source;
}

layer matrix_layer(const formats::weight_file& file, const std::string& tensor, std::uint32_t outputs,
                   std::uint32_t inputs) {
    layer made;
    made.where = file.path.string();
    made.outputs = outputs;
    made.inputs = inputs;
    made.weights = source_in(file, tensor);
    return made;
}

layer convolution_layer(const formats::weight_file& file, const std::string& tensor,
                        const convolution& shape) {
    layer made = matrix_layer(file, tensor, shape.filters, static_cast<std::uint32_t>(shape.filter_values()));
    made.convolved = shape;
    return made;
}

imported_network import_layers(const formats::weight_file& file, const import_options& options) {
    found_layers found = found_in(file, options);
    check_wanted(file, found, options);
    importer read(file, options);
    for (std::size_t i = 0; i < found.layers.size(); ++i) {
        const std::vector<std::string>& wanted = options.tensors;
        if (wanted.empty() || std::find(wanted.begin(), wanted.end(), found.layers[i].tensor) != wanted.end())
            read.add(found.layers[i], i);
    }
    if (read.is_empty()) read.refuse_nothing(found);
    return std::move(read).result(std::move(found));
}

}  // namespace lacuna::layers
