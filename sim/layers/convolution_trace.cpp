#include "sim/layers/convolution_trace.h"

#include <vector>

#include "sim/config/input_error.h"
#include "sim/layers/trace_readings.h"

namespace lacuna::layers {
namespace {

constexpr std::int64_t longest = 65535;

std::uint32_t number(const config::node& value, std::int64_t least) {
    return static_cast<std::uint32_t>(config::as_integer(value, {least, longest}));
}

/// One number for both dimensions, or two.
extent extent_of(const config::node& value, std::int64_t least) {
    if (value.type != config::node::kind::sequence) {
        const std::uint32_t both = number(value, least);
        return {both, both};
    }
    if (value.items.size() != 2)
        refuse("{}: {} must be one number or [rows, columns], but has {} items.", value.where.text(),
               config::name_of(value), value.items.size());
    return {number(value.items[0], least), number(value.items[1], least)};
}

void read_padding(const config::node& value, convolution& shape) {
    if (value.type != config::node::kind::sequence || value.items.size() != 4) {
        shape.padding_before = shape.padding_after = extent_of(value, 0);
        return;
    }
    shape.padding_before = {number(value.items[0], 0), number(value.items[1], 0)};
    shape.padding_after = {number(value.items[2], 0), number(value.items[3], 0)};
}

}  // namespace

convolution read_convolution(config::table& trace) {
    convolution shape;
    shape.channels = size(trace, "channels");
    shape.image = {size(trace, "height"), size(trace, "width")};
    shape.filters = size(trace, "outputs");
    shape.kernel = extent_of(trace.required("kernel"), 1);
    if (const config::node* stride = trace.optional("stride")) shape.stride = extent_of(*stride, 1);
    if (const config::node* dilation = trace.optional("dilation")) shape.dilation = extent_of(*dilation, 1);
    if (const config::node* padding = trace.optional("padding")) read_padding(*padding, shape);
    if (trace.optional("groups") != nullptr) shape.groups = size(trace, "groups");
    const std::string defect = shape.defect();
    if (!defect.empty()) refuse("{}: no such convolution is possible: {}.", trace.map().where.text(), defect);
    return shape;
}

}  // namespace lacuna::layers
