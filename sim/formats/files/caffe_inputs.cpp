#include "sim/formats/files/caffe_inputs.h"

#include "sim/config/input_error.h"

namespace lacuna::formats {
namespace {

using dimensions = std::vector<std::uint32_t>;

caffe_blob blob_of(const dimensions& shape, std::string_view where) {
    if (shape.size() != 2 && shape.size() != 4)
        refuse(
            "{}: an input has {} dimensions, but 4 (images, channels, height, width) or 2 (images, values) "
            "are needed.",
            where, shape.size());
    positions_of({shape.begin(), shape.end()}, where);
    return shape.size() == 2 ? caffe_blob{shape[1], {}} : caffe_blob{shape[1], {shape[2], shape[3]}};
}

}  // namespace

std::vector<caffe_input> inputs_of_file(const caffe_fields& file) {
    const std::vector<std::string> names = file.strings("input");
    const dimensions all = file.numbers("input_dim");
    std::vector<dimensions> shapes;
    for (const caffe_fields& shape : file.messages("input_shape")) shapes.push_back(shape.numbers("dim"));
    if (!shapes.empty() && !all.empty())
        refuse("{}: input_dim and input_shape say the same, but only one may stand.", file.where());
    if (all.size() % 4 != 0)
        refuse("{}: each input has four of input_dim, but there are {}.", file.where(), all.size());
    for (auto dim = all.begin(); dim != all.end(); dim += 4) shapes.emplace_back(dim, dim + 4);
    if (shapes.size() != names.size())
        refuse("{}: the network names {} inputs, but has shapes of {}.", file.where(), names.size(),
               shapes.size());
    std::vector<caffe_input> inputs;
    for (std::size_t i = 0; i < names.size(); ++i)
        inputs.emplace_back(names[i], blob_of(shapes[i], file.where()));
    return inputs;
}

std::vector<caffe_input> inputs_of_layer(const caffe_fields& layer, std::string_view where) {
    const std::vector<std::string> tops = layer.strings("top");
    const std::vector<caffe_fields> shapes = layer.message("input_param").messages("shape");
    if (shapes.empty() || (shapes.size() > 1 && shapes.size() != tops.size()))
        refuse("{}: it makes {} inputs, but has shapes of {}.", where, tops.size(), shapes.size());
    std::vector<caffe_blob> blobs;
    for (const caffe_fields& shape : shapes) blobs.push_back(blob_of(shape.numbers("dim"), where));
    std::vector<caffe_input> inputs;
    for (std::size_t i = 0; i < tops.size(); ++i)
        inputs.emplace_back(tops[i], blobs[blobs.size() == 1 ? 0 : i]);
    return inputs;
}

}  // namespace lacuna::formats
