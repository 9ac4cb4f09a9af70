#include "sim/formats/files/caffe_layer.h"

#include "sim/config/input_error.h"
#include "sim/formats/files/caffe_windows.h"

namespace lacuna::formats {
namespace {

void read_convolution(const caffe_fields& parameters, caffe_layer& layer, std::string_view where) {
    const caffe_window window = read_caffe_window(parameters, where);
    layer.kernel = window.kernel;
    layer.stride = window.stride;
    layer.pad = window.pad;
    layer.dilation = window.dilation;
    layer.groups = parameters.number("group", 1);
    if (layer.groups == 0 || layer.input.channels % layer.groups != 0 ||
        layer.output.channels % layer.groups != 0)
        refuse("{}: {} input and {} output channels cannot be cut into {} groups.", where,
               layer.input.channels, layer.output.channels, layer.groups);
    layer.output.size = convolved(layer.input.size, window, where);
}

}  // namespace

tensor_shape weight_shape(const caffe_layer& layer) {
    if (layer.is == caffe_layer::kind::fully_connected)
        return {layer.output.channels, values_of(layer.input, layer.name)};
    return {layer.output.channels, layer.input.channels / layer.groups, layer.kernel.height,
            layer.kernel.width};
}

std::uint32_t values_of(const caffe_blob& blob, std::string_view where) {
    return static_cast<std::uint32_t>(
        positions_of({blob.channels, blob.size.height, blob.size.width}, where));
}

caffe_layer read_caffe_layer(const caffe_fields& fields, caffe_layer::kind is, const caffe_blob& input,
                             std::string_view where) {
    const bool convolution = is == caffe_layer::kind::convolution;
    const caffe_fields parameters = fields.message(convolution ? "convolution_param" : "inner_product_param");
    caffe_layer layer;
    layer.name = fields.string("name").value_or("");
    if (layer.name.empty()) refuse("{}: a layer with weights needs a name.", where);
    layer.line = fields.line();
    layer.is = is;
    layer.input = input;
    layer.output.channels = parameters.number("num_output", 0);
    if (layer.output.channels == 0) refuse("{}: num_output is missing or 0.", where);
    layer.bias = parameters.flag("bias_term", true);
    if (parameters.number("axis", 1) != 1) refuse("{}: axis must be 1, the channels.", where);
    if (parameters.flag("transpose", false)) refuse("{}: transposed weights are not read.", where);
    if (convolution) read_convolution(parameters, layer, where);
    const tensor_shape shape = weight_shape(layer);
    positions_of({shape.begin(), shape.end()}, where);
    return layer;
}

}  // namespace lacuna::formats
