#include <fmt/format.h>

#include <algorithm>

#include "sim/layers/found_layers.h"

namespace lacuna::layers {
namespace {

using formats::tensor_entry;

/// "fc1" of "fc1.weight"; a tensor of another name stands for itself.
std::string stem_of(const std::string& name) {
    constexpr std::string_view ending = ".weight";
    if (name == "weight") return "";
    const bool ends =
        name.size() > ending.size() && name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
    return ends ? name.substr(0, name.size() - ending.size()) : name;
}

class tensor_finder {
  public:
    tensor_finder(const formats::weight_file& file, const import_options& options)
        : file_(file), options_(options), tensors_(formats::tensors_in(file)) {}

    found_layers result() && {
        for (const tensor_entry& each : tensors_)
            if (each.shape.size() == 2 || each.shape.size() == 4) add(each);
        all_.others = tensors_.size() - all_.layers.size() - biases_;
        all_.assumed.push_back(
            "The file holds tensors alone: every matrix is taken for a fully connected layer, outputs x "
            "inputs, without an activation function.");
        if (convolutions_)
            all_.assumed.push_back(fmt::format(
                "Of every convolution the image is {} x {}, the stride 1, the padding that which keeps the "
                "size, and there is one group.",
                options_.image->height, options_.image->width));
        if (drawn_)
            all_.assumed.push_back(
                "Where the file has positions alone, weights are drawn from the normal distribution.");
        return std::move(all_);
    }

  private:
    void add(const tensor_entry& entry) {
        found_layer found;
        found.tensor = entry.name;
        const std::string stem = stem_of(entry.name);
        const std::uint32_t outputs = entry.shape[0];
        if (entry.shape.size() == 2) {
            found.description = matrix_layer(file_, entry.name, outputs, entry.shape[1]);
        } else if (entry.shape[2] == 1 && entry.shape[3] == 1) {
            found.description = matrix_layer(file_, entry.name, outputs, entry.shape[1]);
        } else {
            found = convolved(entry);
        }
        found.description.name = stem.empty() ? file_.path.stem().string() : stem;
        found.description.function = activation_function::none;
        if (entry.type == "none" && found.skipped.empty()) {
            auto& weights = std::get<tensor_source>(found.description.weights);
            weights.values = distribution::normal;
            drawn_ = true;
        }
        const std::string bias = stem.empty() ? "bias" : stem + ".bias";
        if (!entry.name.empty() && std::any_of(tensors_.begin(), tensors_.end(), [&](const auto& each) {
                return each.name == bias && each.shape == formats::tensor_shape{outputs};
            })) {
            found.description.bias = source_in(file_, bias);
            ++biases_;
        }
        all_.layers.push_back(std::move(found));
    }

    found_layer convolved(const tensor_entry& entry) {
        found_layer found;
        found.tensor = entry.name;
        if (!options_.image) {
            found.skipped = fmt::format(
                "its {} are filters of a convolution, and the file does not say how large its images are (give "
                "--image HEIGHTxWIDTH)",
                formats::text_of(entry.shape));
            return found;
        }
        convolution shape;
        shape.channels = entry.shape[1];
        shape.image = *options_.image;
        shape.filters = entry.shape[0];
        shape.kernel = {entry.shape[2], entry.shape[3]};
        shape.padding_before = {(shape.kernel.height - 1) / 2, (shape.kernel.width - 1) / 2};
        shape.padding_after = {shape.kernel.height / 2, shape.kernel.width / 2};
        found.skipped = shape.defect();
        if (found.skipped.empty()) {
            found.description = convolution_layer(file_, entry.name, shape);
            convolutions_ = true;
        }
        return found;
    }

    const formats::weight_file& file_;
    const import_options& options_;
    std::vector<tensor_entry> tensors_;
    found_layers all_;
    std::size_t biases_ = 0;
    bool convolutions_ = false, drawn_ = false;
};

}  // namespace

found_layers found_in_tensors(const formats::weight_file& file, const import_options& options) {
    return tensor_finder(file, options).result();
}

}  // namespace lacuna::layers
