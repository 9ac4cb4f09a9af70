/// The blobs that a Caffe network is given: its images.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/formats/files/caffe_layer.h"

namespace lacuna::formats {

/// A blob with its name.
using caffe_input = std::pair<std::string, caffe_blob>;

/// Those that the file itself names: `input` with input_shape, or with four of input_dim each. Throws
/// input_error where names and shapes differ in number.
std::vector<caffe_input> inputs_of_file(const caffe_fields& file);

/// Those that a layer of type Input makes, of one shape or of one each.
std::vector<caffe_input> inputs_of_layer(const caffe_fields& layer, std::string_view where);

}  // namespace lacuna::formats
