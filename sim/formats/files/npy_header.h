/// The header of an .npy array: the type of its values, their order, and its shape.
///
/// NumPy's format, versions 1.0, 2.0, 3.0 (numpy.lib.format): "\x93NUMPY", major, minor, the length of a
/// Python dictionary of exactly descr, fortran_order and shape, that dictionary padded with white space, and
/// behind it the values alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/formats/files/element_type.h"

namespace lacuna::formats {

struct npy_header {
    std::string descr;                 ///< the type in NumPy's words: "<f4"; of a structured type its list
    std::size_t descr_at = 0;          ///< byte of the file
    std::optional<element_type> type;  ///< nothing where tensors have no values of this type
    byte_order order = byte_order::little;
    bool fortran_order = false;        ///< the first dimension is the fastest, not the last
    std::vector<std::uint64_t> shape;  ///< of one value empty; dimensions may be 0
    std::size_t shape_at = 0;          ///< byte of the file
    std::uint64_t values = 0;          ///< at most most_values
    std::size_t data_begin = 0;        ///< byte of the file
};

/// Bytes from which npy_data_begin() can tell where the data begin.
inline constexpr std::size_t npy_prefix_bytes = 12;

/// Bytes of the longest header: prefix and dictionary.
inline constexpr std::size_t npy_longest_header = npy_prefix_bytes + 65535;

/// Where the data of an array begin, from the first `size` bytes of it: the length of its header. Throws
/// input_error "`where`, byte N: ..." where these bytes begin no .npy array of a known version, end too
/// early, or claim a dictionary of more than 65535 bytes.
std::size_t npy_data_begin(const unsigned char* bytes, std::size_t size, std::string_view where);

/// The header that the first `size` bytes of an array hold. Throws what npy_data_begin() throws, and where
/// the header is truncated or no such dictionary, has more than 64 dimensions or more than most_values.
npy_header parse_npy_header(const unsigned char* bytes, std::size_t size, std::string_view where);

/// Throws input_error that names the type, unless tensors have values of it: bool, integers of 8 to 64 bits,
/// floats of 16, 32 and 64 bits.
void check_type(const npy_header& header, std::string_view where);

/// check_type(), and throws input_error unless an array of `size` bytes, header included, ends where its
/// values do.
void check_size(const npy_header& header, std::uint64_t size, std::string_view where);

}  // namespace lacuna::formats
