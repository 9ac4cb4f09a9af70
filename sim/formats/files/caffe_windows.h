/// The windows that Caffe's convolutions and poolings move over their input.
#pragma once

#include <string_view>

#include "sim/formats/files/caffe_fields.h"
#include "sim/formats/files/caffe_layer.h"

namespace lacuna::formats {

struct caffe_window {
    height_width kernel;
    height_width stride;
    height_width pad = {0, 0};
    height_width dilation;
};

/// The window of a convolution_param or pooling_param: kernel_size, stride, pad and dilation, once or for
/// height and width each, or kernel_h and kernel_w and so on. `where` begins the sentences. Throws
/// input_error where the kernel is missing, where both forms or one half of the second stand, and for 0.
caffe_window read_caffe_window(const caffe_fields& parameters, std::string_view where);

/// The places of the window in a convolution's input. Throws input_error where it is larger than the padded
/// input.
height_width convolved(const height_width& input, const caffe_window& window, std::string_view where);

/// The same of a pooling, whose last window may reach beyond the input, by all but one row if `up`; it must
/// begin inside the input or the padding before it. Throws also where padding is not smaller than the kernel.
height_width pooled(const height_width& input, const caffe_window& window, bool up, std::string_view where);

}  // namespace lacuna::formats
