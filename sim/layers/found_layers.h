/// The layers that a file of weights describes, each format in its own words; before they are read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/layers/network_import.h"

namespace lacuna::layers {

struct found_layer {
    layer description = {};                 ///< its weights and bias are tensor_source or none
    std::string tensor = {};                ///< of the weights
    std::optional<std::size_t> takes = {};  ///< the found layer whose outputs are its inputs
    std::string skipped = {};               ///< why it can be no layer, a part of a sentence; else empty
};

struct found_layers {
    std::vector<found_layer> layers;
    std::size_t others = 0;
    std::vector<std::string> assumed;
};

found_layers found_in_onnx(const formats::weight_file& file, const import_options& options);
found_layers found_in_caffe(const formats::weight_file& file, const import_options& options);
/// Of the formats that hold tensors alone.
found_layers found_in_tensors(const formats::weight_file& file, const import_options& options);

/// A tensor of the file, whose sentences begin with the file.
tensor_source source_in(const formats::weight_file& file, const std::string& tensor);
/// A fully connected layer, or a convolution of so many inputs, with weights from that tensor.
layer matrix_layer(const formats::weight_file& file, const std::string& tensor, std::uint32_t outputs,
                   std::uint32_t inputs);
layer convolution_layer(const formats::weight_file& file, const std::string& tensor,
                        const convolution& shape);

}  // namespace lacuna::layers
