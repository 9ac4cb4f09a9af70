/// A convolution, and its lowering to matrix products (im2col): one product a group, one vector an output
/// position.
///
/// Images are channels x height x width values, the width fastest, as networks' files have them. The columns
/// of a lowered filter run over kernel rows, then kernel columns, then channels: so the channels of one
/// kernel position are consecutive, along which N:M sparsity forms its groups and tensor cores (NHWC)
/// multiply. Vectors run over images, then output rows, then output columns. Source: Chellapilla, Puri and
/// Simard, "High Performance Convolutional Neural Networks for Document Processing", 2006; groups and
/// dilation as in ONNX, operator Conv.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::layers {

/// In rows and columns of an image.
struct extent {
    std::uint32_t height = 1;
    std::uint32_t width = 1;
};

struct convolution {
    std::uint32_t channels = 1;  ///< of an image
    extent image;
    std::uint32_t filters = 1;  ///< output channels
    extent kernel;
    extent stride;
    extent dilation;
    extent padding_before = {0, 0};  ///< zeros above and left of the image
    extent padding_after = {0, 0};   ///< below and right of it
    std::uint32_t groups = 1;        ///< that channels and filters are divided into

    /// Of the output, rounded down; 0 where not even one kernel fits.
    extent output() const;
    std::uint64_t positions() const { return std::uint64_t{output().height} * output().width; }
    std::uint64_t input_values() const { return std::uint64_t{channels} * image.height * image.width; }
    std::uint64_t output_values() const { return filters * positions(); }

    std::uint32_t channels_of_group() const { return channels / groups; }
    std::uint32_t filters_of_group() const { return filters / groups; }
    /// Columns of a lowered filter.
    std::uint64_t filter_values() const {
        return std::uint64_t{kernel.height} * kernel.width * channels_of_group();
    }

    /// Why it is no convolution: a part of a sentence; empty where it is one.
    std::string defect() const;
};

/// What a gather index says where the padding is read.
inline constexpr std::uint32_t no_value = 0xFFFFFFFF;

/// For an output position (row-major) of a group, where in an image each column of the lowered filter reads.
std::vector<std::uint32_t> gather_indices(const convolution& shape, std::uint32_t group,
                                          std::uint32_t position);

/// For an output position of a group, where in an output image each filter of the group writes.
std::vector<std::uint32_t> scatter_indices(const convolution& shape, std::uint32_t group,
                                           std::uint32_t position);

/// For each column of a lowered filter, its place in a filter as files have it: channels x kernel rows x
/// kernel columns.
std::vector<std::uint32_t> filter_order(const convolution& shape);

using vectors = std::vector<std::vector<float>>;

/// The activations of a group's product: images x positions vectors of filter_values() values. Throws
/// interrupted.
vectors gathered(const convolution& shape, std::uint32_t group, const vectors& images);

/// The output images from the outputs of every group's product, each images x positions vectors. The inverse
/// of gathering for what comes out.
vectors scattered(const convolution& shape, const std::vector<vectors>& outputs_of_groups);

}  // namespace lacuna::layers
