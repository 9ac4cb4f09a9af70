#include <fmt/format.h>

#include <algorithm>

#include "sim/formats/files/onnx.h"
#include "sim/layers/found_layers.h"

namespace lacuna::layers {
namespace {

using formats::onnx_layer;
using formats::onnx_padding;

/// Zeros before and behind along one dimension: as given, or as many as an output of input / stride asks for.
void pad(const formats::onnx_window& window, std::size_t i, std::uint32_t input, std::uint32_t& before,
         std::uint32_t& after) {
    before = window.pads[i];
    after = window.pads[i + window.kernel.size()];
    if (window.padding != onnx_padding::same_upper && window.padding != onnx_padding::same_lower) return;
    const std::uint64_t outputs = (std::uint64_t{input} + window.strides[i] - 1) / window.strides[i];
    const std::uint64_t reach = std::uint64_t{window.kernel[i] - 1} * window.dilations[i] + 1;
    const std::uint64_t needed = (outputs - 1) * window.strides[i] + reach;
    const auto zeros = static_cast<std::uint32_t>(needed > input ? needed - input : 0);
    before = window.padding == onnx_padding::same_upper ? zeros / 2 : zeros - zeros / 2;
    after = zeros - before;
}

convolution convolution_of(const onnx_layer& layer, extent image) {
    const formats::onnx_window& window = layer.window;
    convolution shape;
    shape.groups = layer.group;
    shape.channels = layer.weights_shape[1] * layer.group;
    shape.image = image;
    shape.filters = layer.weights_shape[0];
    shape.kernel = {window.kernel[0], window.kernel[1]};
    shape.stride = {window.strides[0], window.strides[1]};
    shape.dilation = {window.dilations[0], window.dilations[1]};
    pad(window, 0, image.height, shape.padding_before.height, shape.padding_after.height);
    pad(window, 1, image.width, shape.padding_before.width, shape.padding_after.width);
    return shape;
}

class onnx_finder {
  public:
    onnx_finder(const formats::weight_file& file, const import_options& options)
        : file_(file), options_(options) {}

    void add(const onnx_layer& layer) {
        found_layer found = matrix_or_convolution(layer);
        for (std::size_t i = 0; i < outputs_.size(); ++i)
            if (outputs_[i] == layer.input) found.takes = i;
        outputs_.push_back(layer.output);
        found.tensor = layer.weights;
        found.description.name = layer.name;
        found.description.function =
            layer.relu_follows ? activation_function::relu : activation_function::none;
        if (!layer.bias.empty()) found.description.bias = source_in(file_, layer.bias);
        all_.layers.push_back(std::move(found));
    }

    found_layers result() && {
        if (sized_by_option_)
            all_.assumed.push_back(fmt::format(
                "The model does not say how large the images of every convolution are: of those it is {} x {}.",
                options_.image->height, options_.image->width));
        return std::move(all_);
    }

  private:
    found_layer matrix_or_convolution(const onnx_layer& layer) {
        found_layer found;
        const formats::tensor_shape& shape = layer.weights_shape;
        if (layer.operation == formats::onnx_operator::conv) return convolved(layer);
        if (shape.size() != 2) {
            found.skipped = fmt::format("its weights are {}, no matrix", formats::text_of(shape));
            return found;
        }
        found.description = matrix_layer(file_, layer.weights, shape[layer.transposed ? 1 : 0],
                                         shape[layer.transposed ? 0 : 1]);
        std::get<tensor_source>(found.description.weights).transposed = layer.transposed;
        return found;
    }

    found_layer convolved(const onnx_layer& layer) {
        found_layer found;
        if (layer.weights_shape.size() != 4) {
            found.skipped = fmt::format("its weights are {}: only convolutions over images are layers",
                                        formats::text_of(layer.weights_shape));
            return found;
        }
        const std::optional<extent> image = image_of(layer);
        if (!image) {
            found.skipped = "the model does not say how large its images are (give --image HEIGHTxWIDTH)";
            return found;
        }
        const convolution shape = convolution_of(layer, *image);
        found.skipped = shape.defect();
        if (found.skipped.empty()) found.description = convolution_layer(file_, layer.weights, shape);
        return found;
    }

    std::optional<extent> image_of(const onnx_layer& layer) {
        if (layer.input_size.size() == 2) return extent{layer.input_size[0], layer.input_size[1]};
        for (std::size_t i = 0; i < outputs_.size(); ++i) {
            const auto& before = all_.layers[i].description.convolved;
            if (outputs_[i] == layer.input && before) return before->output();
        }
        sized_by_option_ |= options_.image.has_value();
        return options_.image;
    }

    const formats::weight_file& file_;
    const import_options& options_;
    found_layers all_;
    std::vector<std::string> outputs_;  ///< of the layers found
    bool sized_by_option_ = false;
};

}  // namespace

found_layers found_in_onnx(const formats::weight_file& file, const import_options& options) {
    onnx_finder finder(file, options);
    for (const onnx_layer& layer : formats::onnx_layers(file.path)) finder.add(layer);
    return std::move(finder).result();
}

}  // namespace lacuna::layers
