#include "sim/formats/files/onnx_values.h"

#include <onnx/onnx_pb.h>

#include <boost/endian/conversion.hpp>
#include <cmath>
#include <limits>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/quoted.h"
#include "sim/formats/bit_pattern.h"
#include "sim/formats/files/finite_values.h"
#include "sim/formats/files/onnx_external_data.h"
#include "sim/formats/float16.h"

namespace lacuna::formats {
namespace {

using config::in_quotes;
using onnx::TensorProto;

struct subject {
    const std::filesystem::path& model;
    std::string_view name;

    std::string text() const { return fmt::format("{}: tensor {}", model.string(), in_quotes(name)); }
    std::string value(std::size_t i) const {
        return fmt::format("{}: value {} of tensor {}", model.string(), i, in_quotes(name));
    }
};

void check_count(std::uint64_t held, std::uint64_t wanted, std::string_view unit, const subject& what) {
    if (held != wanted)
        refuse("{}: its shape asks for {} {}, but the model holds {}.", what.text(), wanted, unit, held);
}

bool is_external(const TensorProto& tensor) {
    return tensor.data_location() == TensorProto::EXTERNAL;
}

/// Calls use(bytes, where(i)) with the little-endian bytes of a tensor that keeps them raw or in a file.
template <class Use>
auto with_bytes(const TensorProto& tensor, std::size_t count, std::size_t size, const subject& what,
                Use use) {
    if (!is_external(tensor)) {
        check_count(tensor.raw_data().size(), std::uint64_t{count} * size, "bytes", what);
        return use(reinterpret_cast<const unsigned char*>(tensor.raw_data().data()),
                   [&](std::size_t i) { return what.value(i); });
    }
    const onnx_external_bytes external = onnx_external_data(tensor, what.model, what.text());
    check_count(external.length, std::uint64_t{count} * size, "bytes", what);
    return use(external.data(), [&](std::size_t i) {
        return fmt::format("{}, byte {}: value {} of tensor {}", external.file.path().string(),
                           external.offset + i * size, i, in_quotes(what.name));
    });
}

/// The values of a typed field, each through `to_float`.
template <class Field, class Convert>
std::vector<float> converted(const Field& field, std::size_t count, const subject& what, Convert to_float) {
    check_count(static_cast<std::uint64_t>(field.size()), count, "values", what);
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (i % (std::size_t{1} << 20) == 0) give_up_if_stopped();
        values[i] = to_float(field[static_cast<int>(i)], i);
        if (!std::isfinite(values[i])) refuse("{} is no finite 32-bit float.", what.value(i));
    }
    return values;
}

/// The same of a field whose integers are wider than the tensor's.
template <class Narrow, class Field>
std::vector<float> narrowed(const Field& field, std::size_t count, element_type type, const subject& what) {
    return converted(field, count, what, [&](auto value, std::size_t i) {
        if (value < std::numeric_limits<Narrow>::min() || value > std::numeric_limits<Narrow>::max())
            refuse("{} is {}, beyond its type {}.", what.value(i), value, name_of(type));
        return static_cast<float>(value);
    });
}

/// The same of a field whose integers are the bit patterns of 16-bit floats.
template <class Float, class Field>
std::vector<float> patterns(const Field& field, std::size_t count, element_type type, const subject& what) {
    return converted(field, count, what, [&](std::int32_t value, std::size_t i) {
        if (value < 0 || value > 0xffff)
            refuse("{} has the bit pattern {}, beyond its type {}.", what.value(i), value, name_of(type));
        return static_cast<float>(bit_pattern_as<Float>(static_cast<std::uint16_t>(value)));
    });
}

std::vector<float> typed_values(const TensorProto& tensor, element_type type, std::size_t count,
                                const subject& what) {
    const auto as_float = [](auto value, std::size_t) { return static_cast<float>(value); };
    switch (type) {
        case element_type::f32:
            return converted(tensor.float_data(), count, what, as_float);
        case element_type::f64:
            return converted(tensor.double_data(), count, what, as_float);
        case element_type::s64:
            return converted(tensor.int64_data(), count, what, as_float);
        case element_type::u64:
            return converted(tensor.uint64_data(), count, what, as_float);
        case element_type::u32:
            return narrowed<std::uint32_t>(tensor.uint64_data(), count, type, what);
        case element_type::s32:
            return converted(tensor.int32_data(), count, what, as_float);
        case element_type::s16:
            return narrowed<std::int16_t>(tensor.int32_data(), count, type, what);
        case element_type::u16:
            return narrowed<std::uint16_t>(tensor.int32_data(), count, type, what);
        case element_type::s8:
            return narrowed<std::int8_t>(tensor.int32_data(), count, type, what);
        case element_type::u8:
            return narrowed<std::uint8_t>(tensor.int32_data(), count, type, what);
        case element_type::boolean:
            return narrowed<bool>(tensor.int32_data(), count, type, what);
        case element_type::f16:
            return patterns<f16>(tensor.int32_data(), count, type, what);
        case element_type::bf16:
            return patterns<bf16>(tensor.int32_data(), count, type, what);
    }
    return {};
}

void check_one_place(const TensorProto& tensor, const subject& what) {
    if (tensor.has_segment())
        refuse("{}: it is one segment of several, which Lacuna does not read.", what.text());
    const bool typed = tensor.float_data_size() + tensor.double_data_size() + tensor.int32_data_size() +
                           tensor.int64_data_size() + tensor.uint64_data_size() >
                       0;
    if (tensor.has_raw_data() + typed + is_external(tensor) > 1)
        refuse("{}: its values stand in more than one place.", what.text());
}

}  // namespace

std::optional<element_type> onnx_element_type(const TensorProto& tensor) {
    switch (tensor.data_type()) {
        case TensorProto::BOOL:
            return element_type::boolean;
        case TensorProto::INT8:
            return element_type::s8;
        case TensorProto::UINT8:
            return element_type::u8;
        case TensorProto::INT16:
            return element_type::s16;
        case TensorProto::UINT16:
            return element_type::u16;
        case TensorProto::INT32:
            return element_type::s32;
        case TensorProto::UINT32:
            return element_type::u32;
        case TensorProto::INT64:
            return element_type::s64;
        case TensorProto::UINT64:
            return element_type::u64;
        case TensorProto::FLOAT16:
            return element_type::f16;
        case TensorProto::BFLOAT16:
            return element_type::bf16;
        case TensorProto::FLOAT:
            return element_type::f32;
        case TensorProto::DOUBLE:
            return element_type::f64;
    }
    return {};
}

std::string onnx_type_name(const TensorProto& tensor) {
    if (const std::optional<element_type> type = onnx_element_type(tensor))
        return std::string(name_of(*type));
    if (TensorProto::DataType_IsValid(tensor.data_type()))
        return TensorProto::DataType_Name(tensor.data_type());
    return fmt::format("{}", tensor.data_type());
}

std::vector<float> onnx_values(const TensorProto& tensor, std::size_t count,
                               const std::filesystem::path& model, std::string_view name) {
    const subject what{model, name};
    const std::optional<element_type> type = onnx_element_type(tensor);
    if (!type) refuse("{} is of type {}, which Lacuna does not read.", what.text(), onnx_type_name(tensor));
    check_one_place(tensor, what);
    if (!tensor.has_raw_data() && !is_external(tensor)) return typed_values(tensor, *type, count, what);
    return with_bytes(tensor, count, bytes_of(*type), what, [&](const unsigned char* bytes, auto where) {
        return finite_values(*type, byte_order::little, bytes, count, where);
    });
}

std::vector<std::int64_t> onnx_indices(const TensorProto& tensor, std::size_t count,
                                       const std::filesystem::path& model, std::string_view name) {
    const subject what{model, name};
    if (tensor.data_type() != TensorProto::INT64)
        refuse("{}: its indices are of type {}, not s64.", what.text(), onnx_type_name(tensor));
    check_one_place(tensor, what);
    if (!tensor.has_raw_data() && !is_external(tensor)) {
        check_count(static_cast<std::uint64_t>(tensor.int64_data_size()), count, "indices", what);
        return {tensor.int64_data().begin(), tensor.int64_data().end()};
    }
    return with_bytes(tensor, count, sizeof(std::int64_t), what, [&](const unsigned char* bytes, auto) {
        std::vector<std::int64_t> indices(count);
        for (std::size_t i = 0; i < count; ++i) indices[i] = boost::endian::load_little_s64(bytes + 8 * i);
        return indices;
    });
}

}  // namespace lacuna::formats
