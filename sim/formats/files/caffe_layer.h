/// A layer of a Caffe network that has weights, and the blobs that it reads and makes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/formats/files/caffe_fields.h"
#include "sim/formats/files/tensor.h"

namespace lacuna::formats {

/// A number along the height and one along the width.
struct height_width {
    std::uint32_t height = 1;
    std::uint32_t width = 1;

    bool operator==(const height_width& other) const {
        return height == other.height && width == other.width;
    }
};

/// What passes between layers, of one image.
struct caffe_blob {
    std::uint32_t channels = 1;
    height_width size;

    bool operator==(const caffe_blob& other) const {
        return channels == other.channels && size == other.size;
    }
};

/// A layer of type Convolution or InnerProduct.
struct caffe_layer {
    enum class kind { convolution, fully_connected };

    std::string name;
    std::size_t line = 0;  ///< where it begins in the prototxt
    kind is = kind::convolution;
    caffe_blob input;
    caffe_blob output;
    height_width kernel;  ///< of a fully connected layer this and the next three are those of one point
    height_width stride;
    height_width pad = {0, 0};
    height_width dilation;
    std::uint32_t groups = 1;
    bool bias = true;
    /// Whether a ReLU without slope takes its output, in place or not, at once or behind layers that keep
    /// values apart (BatchNorm, Scale, Bias, Dropout, Split).
    bool relu = false;
    /// The layer with weights, by its index in the network, whose outputs, behind its ReLU where it has one,
    /// are exactly this layer's inputs, in their order.
    std::optional<std::size_t> takes = {};
};

/// (output channels, input channels / groups, kernel height, kernel width), or (outputs, inputs).
tensor_shape weight_shape(const caffe_layer& layer);

/// The values of a blob. Throws input_error, whose sentence begins with `where`, for more than most_values.
std::uint32_t values_of(const caffe_blob& blob, std::string_view where);

/// A layer of type Convolution or InnerProduct; `fields` are those of its message, `where` begins the
/// sentences. Throws what read_caffe_network() does.
caffe_layer read_caffe_layer(const caffe_fields& fields, caffe_layer::kind is, const caffe_blob& input,
                             std::string_view where);

}  // namespace lacuna::formats
