#include "sim/layers/convolution.h"

#include <fmt/format.h>

#include "sim/config/interruption.h"

namespace lacuna::layers {
namespace {

/// Kernels that fit into `values` with the padding, one every `stride`.
std::uint32_t outputs_along(std::uint32_t values, std::uint32_t before, std::uint32_t after,
                            std::uint32_t kernel, std::uint32_t dilation, std::uint32_t stride) {
    const std::uint64_t padded = std::uint64_t{values} + before + after;
    const std::uint64_t reach = std::uint64_t{dilation} * (kernel - 1) + 1;
    return padded < reach ? 0 : static_cast<std::uint32_t>((padded - reach) / stride + 1);
}

/// The row (or column) of the image that a kernel position reads; negative or beyond the image in the
/// padding.
std::int64_t read_at(std::uint32_t output, std::uint32_t kernel, std::uint32_t stride, std::uint32_t dilation,
                     std::uint32_t before) {
    return std::int64_t{output} * stride + std::int64_t{kernel} * dilation - before;
}

bool is_inside(std::int64_t at, std::uint32_t size) {
    return at >= 0 && at < size;
}

}  // namespace

extent convolution::output() const {
    return {outputs_along(image.height, padding_before.height, padding_after.height, kernel.height,
                          dilation.height, stride.height),
            outputs_along(image.width, padding_before.width, padding_after.width, kernel.width,
                          dilation.width, stride.width)};
}

std::string convolution::defect() const {
    if (channels % groups != 0)
        return fmt::format("{} channels cannot be divided into {} groups", channels, groups);
    if (filters % groups != 0)
        return fmt::format("{} outputs (filters) cannot be divided into {} groups", filters, groups);
    constexpr std::uint64_t most = (std::uint64_t{1} << 31) - 1;
    const auto beyond = [](double values) { return values > static_cast<double>(most); };
    const extent size = output();
    const double plane = static_cast<double>(image.height) * image.width;
    const double positions = static_cast<double>(size.height) * size.width;
    const double filter = static_cast<double>(kernel.height) * kernel.width * channels_of_group();
    if (beyond(plane * channels) || beyond(positions * filters) || beyond(filter))
        return fmt::format("it has more than {} inputs, outputs, or values in a filter", most);
    if (size.height == 0 || size.width == 0)
        return fmt::format(
            "a kernel of {} x {} with dilation {} x {} does not fit an image of {} x {} with its padding",
            kernel.height, kernel.width, dilation.height, dilation.width, image.height, image.width);
    return {};
}

std::vector<std::uint32_t> gather_indices(const convolution& shape, std::uint32_t group,
                                          std::uint32_t position) {
    const std::uint32_t row = position / shape.output().width, column = position % shape.output().width;
    const std::uint32_t plane = shape.image.height * shape.image.width;
    const std::uint32_t first = group * shape.channels_of_group() * plane;
    std::vector<std::uint32_t> indices;
    indices.reserve(shape.filter_values());
    for (std::uint32_t y = 0; y < shape.kernel.height; ++y) {
        const std::int64_t image_row =
            read_at(row, y, shape.stride.height, shape.dilation.height, shape.padding_before.height);
        for (std::uint32_t x = 0; x < shape.kernel.width; ++x) {
            const std::int64_t image_column =
                read_at(column, x, shape.stride.width, shape.dilation.width, shape.padding_before.width);
            const bool inside =
                is_inside(image_row, shape.image.height) && is_inside(image_column, shape.image.width);
            std::uint32_t index =
                inside ? first + static_cast<std::uint32_t>(image_row * shape.image.width + image_column) : 0;
            for (std::uint32_t channel = 0; channel < shape.channels_of_group(); ++channel, index += plane)
                indices.push_back(inside ? index : no_value);
        }
    }
    return indices;
}

std::vector<std::uint32_t> scatter_indices(const convolution& shape, std::uint32_t group,
                                           std::uint32_t position) {
    const auto plane = static_cast<std::uint32_t>(shape.positions());
    std::vector<std::uint32_t> indices;
    for (std::uint32_t filter = 0; filter < shape.filters_of_group(); ++filter)
        indices.push_back((group * shape.filters_of_group() + filter) * plane + position);
    return indices;
}

std::vector<std::uint32_t> filter_order(const convolution& shape) {
    const std::uint32_t kernel = shape.kernel.height * shape.kernel.width;
    std::vector<std::uint32_t> order;
    for (std::uint32_t place = 0; place < kernel; ++place)
        for (std::uint32_t channel = 0; channel < shape.channels_of_group(); ++channel)
            order.push_back(channel * kernel + place);
    return order;
}

vectors gathered(const convolution& shape, std::uint32_t group, const vectors& images) {
    const auto positions = static_cast<std::uint32_t>(shape.positions());
    vectors all(images.size() * positions, std::vector<float>(shape.filter_values(), 0.0f));
    for (std::uint32_t position = 0; position < positions; ++position) {
        give_up_if_stopped();
        const std::vector<std::uint32_t> from = gather_indices(shape, group, position);
        for (std::size_t image = 0; image < images.size(); ++image) {
            std::vector<float>& vector = all[image * positions + position];
            for (std::size_t i = 0; i < from.size(); ++i)
                if (from[i] != no_value) vector[i] = images[image][from[i]];
        }
    }
    return all;
}

vectors scattered(const convolution& shape, const std::vector<vectors>& outputs_of_groups) {
    const auto positions = static_cast<std::uint32_t>(shape.positions());
    vectors images(outputs_of_groups.front().size() / positions, std::vector<float>(shape.output_values()));
    for (std::uint32_t group = 0; group < outputs_of_groups.size(); ++group) {
        for (std::uint32_t position = 0; position < positions; ++position) {
            const std::vector<std::uint32_t> to = scatter_indices(shape, group, position);
            for (std::size_t image = 0; image < images.size(); ++image) {
                const std::vector<float>& vector = outputs_of_groups[group][image * positions + position];
                for (std::size_t i = 0; i < to.size(); ++i) images[image][to[i]] = vector[i];
            }
        }
    }
    return images;
}

}  // namespace lacuna::layers
