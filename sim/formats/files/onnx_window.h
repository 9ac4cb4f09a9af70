/// How an ONNX Conv or pooling node moves its window over the input.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace onnx {
class NodeProto;
}

namespace lacuna::formats {

/// Where padding comes from: the pads of the node, none, or as much as an output of input / stride asks for,
/// the odd one at the end (upper) or the beginning (lower).
enum class onnx_padding { explicit_pads, valid, same_upper, same_lower };

struct onnx_window {
    std::vector<std::uint32_t> kernel;  ///< one for each spatial dimension, as are strides and dilations
    std::vector<std::uint32_t> strides;
    std::vector<std::uint32_t> dilations;
    std::vector<std::uint32_t>
        pads;  ///< zeros before each dimension, then behind each; of explicit_pads only
    onnx_padding padding = onnx_padding::explicit_pads;
    bool round_up = false;  ///< of pooling: a last window may reach beyond the padding
};

/// The node's attributes, filled up with the defaults that ONNX gives them for `kernel`, the weights' spatial
/// shape; where that is empty, kernel_shape says it. Throws input_error, in a sentence that begins with
/// `where`, for lists of another length, a kernel_shape other than the weights', and numbers beyond 16 bits,
/// strides, dilations and kernels of 0, and negative pads.
onnx_window onnx_window_of(const onnx::NodeProto& node, const std::vector<std::uint32_t>& kernel,
                           std::string_view where);

/// The positions of the window along dimension i of an input of that many values there; 0 where it does not
/// fit.
std::uint32_t onnx_window_positions(const onnx_window& window, std::size_t i, std::uint32_t input);

}  // namespace lacuna::formats
