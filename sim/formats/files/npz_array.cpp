#include "sim/formats/files/npz_array.h"

#include <algorithm>
#include <boost/endian/conversion.hpp>
#include <charconv>
#include <limits>
#include <optional>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/npy_values.h"

namespace lacuna::formats {
namespace {

/// A whole number of any type; nothing where it is negative or beyond 63 bits.
std::optional<std::uint64_t> whole_number(element_type type, byte_order order, const unsigned char* bytes) {
    const std::size_t size = bytes_of(type);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < size; ++i)
        number = number << 8 | bytes[order == byte_order::big ? i : size - 1 - i];
    const bool is_signed = type == element_type::s8 || type == element_type::s16 ||
                           type == element_type::s32 || type == element_type::s64;
    const bool top = number >> (8 * size - 1) & 1;
    if (top && (is_signed || size == 8)) return {};
    return number;
}

bool is_integer(element_type type) {
    return type != element_type::boolean && type < element_type::f16;
}

}  // namespace

npz_array::npz_array(const zip_archive& archive, std::string_view name)
    : member_(archive, std::string(name) + ".npy") {
    std::vector<unsigned char> bytes(std::min<std::uint64_t>(member_.size(), npy_prefix_bytes));
    member_.read(bytes.data(), bytes.size());
    const std::size_t begin = npy_data_begin(bytes.data(), bytes.size(), where());
    const std::size_t had = bytes.size();
    bytes.resize(std::max<std::size_t>(had, std::min<std::uint64_t>(begin, member_.size())));
    member_.read(bytes.data() + had, bytes.size() - had);
    header_ = parse_npy_header(bytes.data(), bytes.size(), where());
}

std::string npz_array::where_of(std::uint64_t position) const {
    const std::uint64_t bytes = header_.type ? bytes_of(*header_.type) : 1;
    return fmt::format("{}, byte {}", where(), header_.data_begin + position * bytes);
}

template <class Take>
void npz_array::for_each_part(std::size_t value_bytes, Take take) {
    const std::uint64_t most = std::min<std::uint64_t>((1 << 18) / value_bytes, header_.values);
    std::vector<unsigned char> part(most * value_bytes);
    for (std::uint64_t held = 0; held < header_.values;) {
        give_up_if_stopped();
        const auto count = static_cast<std::size_t>(std::min(most, header_.values - held));
        member_.read(part.data(), count * value_bytes);
        take(part.data(), count);
        held += count;
    }
    member_.finish();
}

std::vector<float> npz_array::floats() {
    check_size(header_, member_.size(), where());
    npy_values values(header_, where());
    for_each_part(bytes_of(*header_.type),
                  [&](const unsigned char* bytes, std::size_t count) { values.append(bytes, count); });
    return values.take_row_major();
}

std::vector<std::uint32_t> npz_array::integers(std::uint32_t greatest, std::string_view role) {
    check_size(header_, member_.size(), where());
    if (!is_integer(*header_.type) || header_.shape.size() != 1)
        refuse("{}, byte {}: the {} are whole numbers in one dimension, not {} in {}.", where(),
               header_.descr_at, role, name_of(*header_.type), header_.shape.size());
    const std::size_t size = bytes_of(*header_.type);
    std::vector<std::uint32_t> numbers;
    for_each_part(size, [&](const unsigned char* bytes, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto number = whole_number(*header_.type, header_.order, bytes + i * size);
            if (!number || *number > greatest)
                refuse("{}: entry {} of the {} is {}, but they are 0 to {}.", where_of(numbers.size()),
                       numbers.size(), role, number ? fmt::to_string(*number) : "negative or beyond 63 bits",
                       greatest);
            numbers.push_back(static_cast<std::uint32_t>(*number));
        }
    });
    return numbers;
}

std::string npz_array::text() {
    constexpr std::size_t longest = 16;
    std::string_view descr = header_.descr;
    const bool big = !descr.empty() && descr[0] == '>';
    descr.remove_prefix(std::min(descr.find_first_not_of("<>|="), descr.size()));
    std::size_t length = 0;
    const char kind = descr.empty() ? 0 : descr[0];
    const char* end = descr.data() + descr.size();
    const bool numbered = !descr.empty() && std::from_chars(descr.data() + 1, end, length).ptr == end;
    if ((kind != 'S' && kind != 'U') || !numbered || length > longest || !header_.shape.empty())
        refuse("{}, byte {}: one string of at most {} characters is expected here, not {}.", where(),
               header_.descr_at, longest, config::in_quotes(header_.descr));
    const std::size_t unit = kind == 'S' ? 1 : 4;
    unsigned char bytes[4 * longest];
    const std::uint64_t size = header_.data_begin + length * unit;
    if (member_.size() != size)
        refuse("{}, byte {}: a string of {} characters ends at byte {}.", where(), member_.size(), length,
               size);
    member_.read(bytes, length * unit);
    member_.finish();
    std::string text;
    for (std::size_t i = 0; i < length * unit; i += unit) {
        const auto character = kind == 'S' ? bytes[i]
                               : big       ? boost::endian::load_big_u32(bytes + i)
                                           : boost::endian::load_little_u32(bytes + i);
        text += character < 128 ? static_cast<char>(character) : '?';
    }
    text.erase(std::find(text.begin(), text.end(), '\0'), text.end());
    return text;
}

}  // namespace lacuna::formats
