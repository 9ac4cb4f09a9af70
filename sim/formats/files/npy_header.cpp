#include "sim/formats/files/npy_header.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <boost/endian/conversion.hpp>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/python_literal.h"
#include "sim/formats/files/tensor.h"

namespace lacuna::formats {
namespace {

constexpr unsigned char magic[] = {0x93, 'N', 'U', 'M', 'P', 'Y'};
constexpr std::size_t most_dimensions = 64;  // NumPy 2; before it 32

struct numpy_type {
    std::string_view name;
    element_type type;
};
constexpr numpy_type numpy_types[] = {
    {"b1", element_type::boolean}, {"i1", element_type::s8},  {"u1", element_type::u8},
    {"i2", element_type::s16},     {"u2", element_type::u16}, {"i4", element_type::s32},
    {"u4", element_type::u32},     {"i8", element_type::s64}, {"u8", element_type::u64},
    {"f2", element_type::f16},     {"f4", element_type::f32}, {"f8", element_type::f64}};

/// Sets type and byte order where the descr names a type of tensors.
void interpret_descr(npy_header& header) {
    std::string_view name = header.descr;
    char order = '=';
    if (!name.empty() && std::string_view("<>|=").find(name[0]) != std::string_view::npos) {
        order = name[0];
        name.remove_prefix(1);
    }
    const auto known = std::find_if(std::begin(numpy_types), std::end(numpy_types),
                                    [&](const numpy_type& type) { return type.name == name; });
    if (known == std::end(numpy_types)) return;
    if (order == '|' && bytes_of(known->type) > 1) return;  // says that bytes have no order, but they have
    header.type = known->type;
    const bool native_big = boost::endian::order::native == boost::endian::order::big;
    header.order = order == '>' || (order == '=' && native_big) ? byte_order::big : byte_order::little;
}

/// What the letter of a descr stands for, where tensors have no values of it.
std::string_view kind_of(std::string_view descr) {
    if (!descr.empty() && (descr[0] == '[' || descr[0] == '(')) return "structured values";
    const std::size_t at = std::min(descr.find_first_not_of("<>|="), descr.size());
    switch (at < descr.size() ? descr[at] : 0) {
        case 'c':
            return "complex numbers";
        case 'S':
        case 'a':
            return "strings of bytes";
        case 'U':
            return "strings";
        case 'O':
            return "Python objects";
        case 'M':
        case 'm':
            return "dates or times";
        case 'V':
            return "bytes without a type";
    }
    return "a type";
}

void read_key(python_literal& literal, npy_header& header, std::vector<std::string>& seen,
              std::string_view where) {
    literal.skip_space();
    const std::size_t begin = literal.byte();
    const std::string key = literal.string();
    if (std::find(seen.begin(), seen.end(), key) != seen.end())
        refuse("{}, byte {}: the header has the key {} twice.", where, begin, config::in_quotes(key));
    seen.push_back(key);
    literal.expect(':', "a colon");
    literal.skip_space();
    if (key == "descr") {
        header.descr_at = literal.byte();
        header.descr = literal.next_is_bracket() ? literal.bracketed() : literal.string();
    } else if (key == "fortran_order") {
        header.fortran_order = literal.truth();
    } else if (key == "shape") {
        header.shape_at = literal.byte();
        header.shape = literal.tuple(most_dimensions);
    } else {
        refuse("{}, byte {}: the header has a key {}, which is none of descr, fortran_order and shape.",
               where, begin, config::in_quotes(key));
    }
}

}  // namespace

std::size_t npy_data_begin(const unsigned char* bytes, std::size_t size, std::string_view where) {
    if (!std::equal(bytes, bytes + std::min(size, sizeof magic), magic))
        refuse("{}, byte 0: this is no .npy array, which begins with \\x93NUMPY.", where);
    if (size < 10) refuse("{}, byte {}: the .npy array ends inside its header.", where, size);
    const unsigned major = bytes[6], minor = bytes[7];
    if (major < 1 || major > 3 || minor != 0)
        refuse("{}, byte 6: version {}.{} of .npy is unknown; known are 1.0, 2.0 and 3.0.", where, major,
               minor);
    const std::size_t prefix = major == 1 ? 10 : 12;
    if (size < prefix) refuse("{}, byte {}: the .npy array ends inside its header.", where, size);
    const std::size_t length =
        major == 1 ? boost::endian::load_little_u16(bytes + 8) : boost::endian::load_little_u32(bytes + 8);
    if (prefix + length > npy_longest_header)
        refuse("{}, byte 8: a header of {} bytes is longer than any that Lacuna reads, {}.", where, length,
               npy_longest_header - npy_prefix_bytes);
    return prefix + length;
}

npy_header parse_npy_header(const unsigned char* bytes, std::size_t size, std::string_view where) {
    npy_header header;
    header.data_begin = npy_data_begin(bytes, size, where);
    if (header.data_begin > size)
        refuse("{}, byte {}: the .npy array ends inside its header of {} bytes.", where, size,
               header.data_begin);
    const std::size_t prefix = bytes[6] == 1 ? 10 : 12;
    python_literal literal({reinterpret_cast<const char*>(bytes) + prefix, header.data_begin - prefix},
                           prefix, where);
    std::vector<std::string> seen;
    literal.expect('{', "a dictionary");
    while (!literal.take('}')) {
        read_key(literal, header, seen, where);
        if (literal.take(',')) continue;
        literal.expect('}', "a comma or the end of the dictionary");
        break;
    }
    for (const char* key : {"descr", "fortran_order", "shape"})
        if (std::find(seen.begin(), seen.end(), key) == seen.end())
            refuse("{}, byte {}: the header has no key '{}'.", where, prefix, key);
    literal.skip_space();
    if (!literal.at_end()) literal.fail("nothing but white space");
    interpret_descr(header);
    const bool empty = std::find(header.shape.begin(), header.shape.end(), 0u) != header.shape.end();
    header.values =
        empty ? 0 : positions_of(header.shape, fmt::format("{}, byte {}", where, header.shape_at));
    return header;
}

void check_type(const npy_header& header, std::string_view where) {
    if (header.type) return;
    const bool bf16 = header.descr == "<V2" || header.descr == "|V2" || header.descr == "V2";
    refuse(
        "{}, byte {}: an array of {} ({}) is no tensor{}; Lacuna reads b1, i1 to i8, u1 to u8, f2, f4 and f8.",
        where, header.descr_at, kind_of(header.descr), config::in_quotes(header.descr),
        bf16 ? ", and bf16, which may be meant, has no name of its own in NumPy: store it as f4" : "");
}

void check_size(const npy_header& header, std::uint64_t size, std::string_view where) {
    check_type(header, where);
    const std::uint64_t end = header.data_begin + header.values * bytes_of(*header.type);
    if (size < end)
        refuse("{}, byte {}: the data end here, but an array of ({}) values of {} ends at byte {}.", where,
               size, fmt::join(header.shape, ", "), name_of(*header.type), end);
    if (size > end)
        refuse("{}, byte {}: an array of ({}) values of {} ends here, but there are {} bytes.", where, end,
               fmt::join(header.shape, ", "), name_of(*header.type), size);
}

}  // namespace lacuna::formats
