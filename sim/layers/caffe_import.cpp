#include <algorithm>

#include "sim/formats/files/deep_compression.h"
#include "sim/layers/found_layers.h"

namespace lacuna::layers {
namespace {

extent extent_of(const formats::height_width& size) {
    return {size.height, size.width};
}

layer layer_of(const formats::weight_file& file, const formats::caffe_layer& from) {
    if (from.is == formats::caffe_layer::kind::fully_connected)
        return matrix_layer(file, from.name, from.output.channels, formats::weight_shape(from)[1]);
    convolution shape;
    shape.channels = from.input.channels;
    shape.image = extent_of(from.input.size);
    shape.filters = from.output.channels;
    shape.kernel = extent_of(from.kernel);
    shape.stride = extent_of(from.stride);
    shape.dilation = extent_of(from.dilation);
    shape.padding_before = shape.padding_after = extent_of(from.pad);
    shape.groups = from.groups;
    return convolution_layer(file, from.name, shape);
}

}  // namespace

found_layers found_in_caffe(const formats::weight_file& file, const import_options&) {
    const formats::caffe_network network = formats::read_caffe_network(file.network);
    const std::vector<formats::tensor_entry> held = formats::deep_compression_tensors(file.path, network);
    const auto holds = [&](const std::string& name) {
        return std::any_of(held.begin(), held.end(), [&](const auto& each) { return each.name == name; });
    };
    found_layers all;
    for (const formats::caffe_layer& from : network.layers) {
        found_layer found;
        found.tensor = from.name;
        found.takes = from.takes;
        if (holds(from.name))
            found.description = layer_of(file, from);
        else
            found.skipped = "the file does not hold it: such files hold layers named conv, fc or ip";
        found.description.name = from.name;
        found.description.function = from.relu ? activation_function::relu : activation_function::none;
        if (holds(from.name + ".bias")) found.description.bias = source_in(file, from.name + ".bias");
        all.layers.push_back(std::move(found));
    }
    return all;
}

}  // namespace lacuna::layers
