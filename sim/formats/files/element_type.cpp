#include "sim/formats/files/element_type.h"

#include <boost/endian/conversion.hpp>
#include <cmath>
#include <cstring>
#include <type_traits>

#include "sim/formats/bit_pattern.h"
#include "sim/formats/float16.h"

namespace lacuna::formats {
namespace {

/// A value as it stands in memory, its bits as an unsigned integer whose bytes can be reversed.
template <class Value, class Bits>
Value load(const unsigned char* bytes, byte_order order) {
    Bits bits;
    std::memcpy(&bits, bytes, sizeof bits);
    if (order == byte_order::big)
        boost::endian::big_to_native_inplace(bits);
    else
        boost::endian::little_to_native_inplace(bits);
    return bit_pattern_as<Value>(bits);
}

template <class Value, class Bits>
std::size_t convert_as(byte_order order, const unsigned char* bytes, std::size_t count, float* values) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = static_cast<float>(load<Value, Bits>(bytes + i * sizeof(Bits), order));
        values[i] = value;
        if constexpr (!std::is_integral_v<Value>)
            if (!std::isfinite(value)) return i;
    }
    return count;
}

}  // namespace

std::string_view name_of(element_type type) {
    switch (type) {
        case element_type::boolean:
            return "bool";
        case element_type::s8:
            return "s8";
        case element_type::u8:
            return "u8";
        case element_type::s16:
            return "s16";
        case element_type::u16:
            return "u16";
        case element_type::s32:
            return "s32";
        case element_type::u32:
            return "u32";
        case element_type::s64:
            return "s64";
        case element_type::u64:
            return "u64";
        case element_type::f16:
            return "f16";
        case element_type::bf16:
            return "bf16";
        case element_type::f32:
            return "f32";
        case element_type::f64:
            return "f64";
    }
    return {};
}

std::size_t bytes_of(element_type type) {
    switch (type) {
        case element_type::boolean:
        case element_type::s8:
        case element_type::u8:
            return 1;
        case element_type::s16:
        case element_type::u16:
        case element_type::f16:
        case element_type::bf16:
            return 2;
        case element_type::s32:
        case element_type::u32:
        case element_type::f32:
            return 4;
        case element_type::s64:
        case element_type::u64:
        case element_type::f64:
            return 8;
    }
    return 0;
}

std::size_t convert(element_type type, byte_order order, const unsigned char* bytes, std::size_t count,
                    float* values) {
    switch (type) {
        case element_type::boolean:
            for (std::size_t i = 0; i < count; ++i) values[i] = bytes[i] != 0;
            return count;
        case element_type::s8:
            return convert_as<std::int8_t, std::uint8_t>(order, bytes, count, values);
        case element_type::u8:
            return convert_as<std::uint8_t, std::uint8_t>(order, bytes, count, values);
        case element_type::s16:
            return convert_as<std::int16_t, std::uint16_t>(order, bytes, count, values);
        case element_type::u16:
            return convert_as<std::uint16_t, std::uint16_t>(order, bytes, count, values);
        case element_type::s32:
            return convert_as<std::int32_t, std::uint32_t>(order, bytes, count, values);
        case element_type::u32:
            return convert_as<std::uint32_t, std::uint32_t>(order, bytes, count, values);
        case element_type::s64:
            return convert_as<std::int64_t, std::uint64_t>(order, bytes, count, values);
        case element_type::u64:
            return convert_as<std::uint64_t, std::uint64_t>(order, bytes, count, values);
        case element_type::f16:
            return convert_as<f16, std::uint16_t>(order, bytes, count, values);
        case element_type::bf16:
            return convert_as<bf16, std::uint16_t>(order, bytes, count, values);
        case element_type::f32:
            return convert_as<float, std::uint32_t>(order, bytes, count, values);
        case element_type::f64:
            return convert_as<double, std::uint64_t>(order, bytes, count, values);
    }
    return 0;
}

}  // namespace lacuna::formats
