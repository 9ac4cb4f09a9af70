/// A network of Caffe, from its prototxt: the layers that have weights, each with the shape of its input.
///
/// Source: Jia et al., "Caffe", 2014, and caffe.proto with the layers' reshaping rules of BVLC/caffe:
/// convolutions round their output down, poolings up.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/formats/files/caffe_layer.h"

namespace lacuna::formats {

struct caffe_network {
    std::filesystem::path file;
    std::string name;
    std::vector<caffe_layer> layers;  ///< in the order of the file
};

/// Follows the shapes from the inputs (input_dim, input_shape, or layers of type Input) through Convolution,
/// Pooling, InnerProduct, Concat, Eltwise, Flatten, and the types that keep shapes. The image stands first in
/// the dimensions of every blob (images, channels, height, width), or (images, values); how many images is
/// left open. Both the present `layer { type: "Convolution" }` and the former
/// `layers { type: CONVOLUTION }` are read; layers that are for training alone are passed over. Fields that
/// have nothing to do with shapes are not looked at.
///
/// Throws input_error that begins with file and line: what read_prototxt() refuses, other layer types, blobs
/// that nothing makes, fields missing, of the wrong type, or 0, kernels larger than the padded input, shapes
/// that do not go together, axes other than Caffe's standard, two layers with weights of one name, blobs and
/// weights of more than most_values, and a network without any layer that has weights.
caffe_network read_caffe_network(const std::filesystem::path& prototxt);

}  // namespace lacuna::formats
