#include "sim/formats/files/caffe_windows.h"

#include <fmt/format.h>

#include "sim/config/input_error.h"

namespace lacuna::formats {
namespace {

/// One property of the window, as `both`, once or twice, or as `stem`_h and `stem`_w.
height_width read_pair(const caffe_fields& parameters, std::string_view both, std::string_view stem,
                       std::optional<std::uint32_t> standard, std::string_view where) {
    const std::string along_height = fmt::format("{}_h", stem), along_width = fmt::format("{}_w", stem);
    const bool height = parameters.has(along_height), width = parameters.has(along_width);
    const std::vector<std::uint32_t> numbers = parameters.numbers(both);
    if (height != width)
        refuse("{}: {} and {} must stand both or not at all.", where, along_height, along_width);
    if (height) {
        if (!numbers.empty())
            refuse("{}: {} and {} say the same, but only one may stand.", where, both, along_height);
        return {parameters.number(along_height, 0), parameters.number(along_width, 0)};
    }
    if (numbers.size() > 2)
        refuse("{}: {} stands {} times, but an image has two dimensions.", where, both, numbers.size());
    if (numbers.empty() && !standard) refuse("{}: {} is missing.", where, both);
    if (numbers.empty()) return {*standard, *standard};
    return {numbers.front(), numbers.back()};
}

/// The places of a window of `extent` in `space`, the last beyond it where `up`.
std::uint64_t places(std::uint64_t space, std::uint64_t extent, std::uint64_t stride, bool up,
                     std::string_view where) {
    if (extent > space)
        refuse("{}: the kernel reaches over {}, but the padded input has {} only.", where, extent, space);
    return (space - extent + (up ? stride - 1 : 0)) / stride + 1;
}

std::uint64_t convolved(std::uint64_t input, std::uint64_t kernel, std::uint64_t stride, std::uint64_t pad,
                        std::uint64_t dilation, std::string_view where) {
    return places(input + 2 * pad, dilation * (kernel - 1) + 1, stride, false, where);
}

std::uint64_t pooled(std::uint64_t input, std::uint64_t kernel, std::uint64_t stride, std::uint64_t pad,
                     bool up, std::string_view where) {
    if (pad >= kernel) refuse("{}: padding of {} is not smaller than the kernel, {}.", where, pad, kernel);
    const std::uint64_t count = places(input + 2 * pad, kernel, stride, up, where);
    const bool begins_behind = pad > 0 && (count - 1) * stride >= input + pad;
    return begins_behind ? count - 1 : count;
}

/// In 32 bits, which a whole blob must fit into anyway.
height_width checked(std::uint64_t height, std::uint64_t width, std::string_view where) {
    const tensor_shape shape = checked_shape({height, width}, where);
    return {shape[0], shape[1]};
}

}  // namespace

caffe_window read_caffe_window(const caffe_fields& parameters, std::string_view where) {
    caffe_window window;
    window.kernel = read_pair(parameters, "kernel_size", "kernel", std::nullopt, where);
    window.stride = read_pair(parameters, "stride", "stride", 1, where);
    window.pad = read_pair(parameters, "pad", "pad", 0, where);
    window.dilation = read_pair(parameters, "dilation", "dilation", 1, where);
    for (const height_width& pair : {window.kernel, window.stride, window.dilation})
        if (pair.height == 0 || pair.width == 0)
            refuse("{}: kernel, stride and dilation must be at least 1.", where);
    return window;
}

height_width convolved(const height_width& input, const caffe_window& window, std::string_view where) {
    const auto& [kernel, stride, pad, dilation] = window;
    return checked(convolved(input.height, kernel.height, stride.height, pad.height, dilation.height, where),
                   convolved(input.width, kernel.width, stride.width, pad.width, dilation.width, where),
                   where);
}

height_width pooled(const height_width& input, const caffe_window& window, bool up, std::string_view where) {
    const auto& [kernel, stride, pad, dilation] = window;
    return checked(pooled(input.height, kernel.height, stride.height, pad.height, up, where),
                   pooled(input.width, kernel.width, stride.width, pad.width, up, where), where);
}

}  // namespace lacuna::formats
