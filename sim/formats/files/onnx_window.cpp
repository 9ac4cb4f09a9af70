#include "sim/formats/files/onnx_window.h"

#include <onnx/onnx_pb.h>

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/onnx_attributes.h"

namespace lacuna::formats {
namespace {

constexpr std::int64_t most = 65535;

/// A list of one number from `least` for each dimension, or all `otherwise`.
std::vector<std::uint32_t> list(const onnx::NodeProto& node, std::string_view name, std::size_t length,
                                std::int64_t least, std::int64_t otherwise, std::string_view where) {
    const std::vector<std::int64_t> numbers =
        integers_attribute(node, name, std::vector<std::int64_t>(length, otherwise), where);
    if (numbers.size() != length)
        refuse("{}: its attribute '{}' has {} numbers, not {}.", where, name, numbers.size(), length);
    for (const std::int64_t number : numbers)
        if (number < least || number > most)
            refuse("{}: its attribute '{}' has {}, but Lacuna reads {} to {} there.", where, name, number,
                   least, most);
    return {numbers.begin(), numbers.end()};
}

onnx_padding padding_of(const onnx::NodeProto& node, std::string_view where) {
    const std::string text = string_attribute(node, "auto_pad", "NOTSET", where);
    if (text == "NOTSET" || text.empty()) return onnx_padding::explicit_pads;
    if (text == "VALID") return onnx_padding::valid;
    if (text == "SAME_UPPER") return onnx_padding::same_upper;
    if (text == "SAME_LOWER") return onnx_padding::same_lower;
    refuse("{}: its attribute 'auto_pad' is {}, not one of NOTSET, VALID, SAME_UPPER, SAME_LOWER.", where,
           config::in_quotes(text));
}

}  // namespace

onnx_window onnx_window_of(const onnx::NodeProto& node, const std::vector<std::uint32_t>& kernel,
                           std::string_view where) {
    onnx_window window;
    const std::size_t given = integers_attribute(node, "kernel_shape", {}, where).size();
    const std::size_t dimensions = kernel.empty() ? given : kernel.size();
    window.kernel = kernel;
    if (given > 0 || kernel.empty()) window.kernel = list(node, "kernel_shape", dimensions, 1, 1, where);
    if (!kernel.empty() && window.kernel != kernel)
        refuse("{}: its attribute 'kernel_shape' is [{}], but its weights have [{}].", where,
               fmt::join(window.kernel, ", "), fmt::join(kernel, ", "));
    window.strides = list(node, "strides", dimensions, 1, 1, where);
    window.dilations = list(node, "dilations", dimensions, 1, 1, where);
    window.padding = padding_of(node, where);
    window.pads.assign(2 * dimensions, 0);
    if (window.padding == onnx_padding::explicit_pads)
        window.pads = list(node, "pads", 2 * dimensions, 0, 0, where);
    window.round_up = integer_attribute(node, "ceil_mode", 0, where) != 0;
    return window;
}

std::uint32_t onnx_window_positions(const onnx_window& window, std::size_t i, std::uint32_t input) {
    const std::uint64_t stride = window.strides[i];
    if (window.padding == onnx_padding::same_upper || window.padding == onnx_padding::same_lower)
        return static_cast<std::uint32_t>((input + stride - 1) / stride);
    const std::uint64_t before = window.pads[i], behind = window.pads[i + window.kernel.size()];
    const std::uint64_t reach = std::uint64_t{window.kernel[i] - 1} * window.dilations[i] + 1;
    const std::uint64_t padded = before + input + behind;
    if (padded < reach) return 0;
    std::uint64_t positions = (padded - reach) / stride + 1;
    // Rounding up never adds a window that begins in the padding behind the input.
    if (window.round_up && (padded - reach) % stride != 0 && positions * stride < before + input) ++positions;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(positions, UINT32_MAX));
}

}  // namespace lacuna::formats
