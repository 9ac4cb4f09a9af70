#include "sim/formats/files/npy_bytes.h"

#include <fmt/ranges.h>

#include <boost/endian/conversion.hpp>
#include <cmath>
#include <type_traits>

#include "sim/config/input_error.h"
#include "sim/formats/bit_pattern.h"

namespace lacuna::formats {
namespace {

constexpr std::size_t prefix = 10;  // "\x93NUMPY", 1, 0, and the length of the dictionary in 16 bits
constexpr std::size_t most_dimensions = 64;

template <class Value>
constexpr std::string_view descr_of = {};
template <>
constexpr std::string_view descr_of<float> = "<f4";
template <>
constexpr std::string_view descr_of<std::int32_t> = "<i4";
template <>
constexpr std::string_view descr_of<std::int64_t> = "<i8";

void check_finite(const std::vector<float>& values, std::string_view where) {
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isfinite(values[i])) refuse("{}: value {} is {}, not finite.", where, i, values[i]);
}

std::vector<float> with_zeros(const csr<float>& matrix) {
    std::vector<float> dense(std::size_t{matrix.rows} * matrix.columns);
    for (std::uint32_t row = 0; row < matrix.rows; ++row)
        for (std::uint32_t i = matrix.row_begin[row]; i < matrix.row_begin[row + 1]; ++i)
            dense[std::size_t{row} * matrix.columns + matrix.column[i]] = matrix.value[i];
    return dense;
}

void check_dense(const tensor& values, std::string_view where) {
    const auto& dense = std::get<std::vector<float>>(values.values);
    const std::uint64_t positions = positions_of({values.shape.begin(), values.shape.end()}, where);
    if (positions != dense.size())
        refuse("{}: a tensor of {} has {} values, not {}.", where, text_of(values.shape), positions,
               dense.size());
    if (values.shape.size() > most_dimensions)
        refuse("{}: a tensor has {} dimensions, but an .npy array has at most {}.", where,
               values.shape.size(), most_dimensions);
    check_finite(dense, where);
}

}  // namespace

std::string npy_header_of(std::string_view descr, const tensor_shape& shape) {
    std::string dictionary = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}{}), }}",
                                         descr, fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
    const std::size_t size = (prefix + dictionary.size() + 1 + 63) / 64 * 64;
    dictionary.resize(size - prefix - 1, ' ');
    dictionary += '\n';
    const char length[] = {static_cast<char>(dictionary.size() & 0xFF),
                           static_cast<char>(dictionary.size() >> 8)};
    return std::string("\x93NUMPY\x01\x00", 8) + std::string(length, 2) + dictionary;
}

template <class Value>
std::string npy_of(const tensor_shape& shape, const std::vector<Value>& values) {
    using bits = std::conditional_t<sizeof(Value) == 4, std::uint32_t, std::uint64_t>;
    std::string bytes = npy_header_of(descr_of<Value>, shape);
    std::size_t at = bytes.size();
    bytes.resize(at + values.size() * sizeof(Value));
    for (const Value value : values) {
        const bits ordered = boost::endian::native_to_little(bit_pattern_as<bits>(value));
        std::memcpy(&bytes[at], &ordered, sizeof ordered);
        at += sizeof ordered;
    }
    return bytes;
}

template std::string npy_of(const tensor_shape& shape, const std::vector<float>& values);
template std::string npy_of(const tensor_shape& shape, const std::vector<std::int32_t>& values);
template std::string npy_of(const tensor_shape& shape, const std::vector<std::int64_t>& values);

std::string npy_of(const tensor& values, std::string_view where) {
    if (const auto* dense = std::get_if<std::vector<float>>(&values.values)) {
        check_dense(values, where);
        return npy_of(values.shape, *dense);
    }
    check_sparse(values, where);
    return npy_of(values.shape, with_zeros(std::get<csr<float>>(values.values)));
}

void check_sparse(const tensor& values, std::string_view where) {
    const auto& matrix = std::get<csr<float>>(values.values);
    if (values.shape != tensor_shape{matrix.rows, matrix.columns})
        refuse("{}: a tensor of {} holds a sparse matrix of {} x {}.", where, text_of(values.shape),
               matrix.rows, matrix.columns);
    positions_of({values.shape.begin(), values.shape.end()}, where);
    try {
        check(matrix);
    } catch (const input_error& error) {
        refuse("{}: {}", where, error.what());
    }
    check_finite(matrix.value, where);
}

}  // namespace lacuna::formats
