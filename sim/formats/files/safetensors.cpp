#include "sim/formats/files/safetensors.h"

#include <algorithm>
#include <boost/endian/conversion.hpp>
#include <numeric>
#include <optional>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/formats/files/finite_values.h"
#include "sim/formats/files/listed_shape.h"
#include "sim/formats/files/safetensors_header.h"
#include "sim/formats/mapped_file.h"

namespace lacuna::formats {
namespace {

using config::in_quotes;

constexpr std::uint64_t longest_header = 100'000'000;  // bytes; the limit of the format's own reader

constexpr std::pair<std::string_view, element_type> types[] = {
    {"F16", element_type::f16},      {"BF16", element_type::bf16}, {"F32", element_type::f32},
    {"F64", element_type::f64},      {"I8", element_type::s8},     {"U8", element_type::u8},
    {"I16", element_type::s16},      {"U16", element_type::u16},   {"I32", element_type::s32},
    {"U32", element_type::u32},      {"I64", element_type::s64},   {"U64", element_type::u64},
    {"BOOL", element_type::boolean},
};

std::optional<element_type> type_of(std::string_view dtype) {
    for (const auto& [name, type] : types)
        if (name == dtype) return type;
    return {};
}

struct safetensors_file {
    explicit safetensors_file(const std::filesystem::path& path) : mapping(path) {
        const std::size_t size = mapping.size();
        if (size < 8)
            refuse(
                "{}, byte {}: a safetensors file begins with 8 bytes that say how long its header is, but "
                "this file ends before.",
                name(), size);
        const std::uint64_t length = boost::endian::load_little_u64(mapping.data());
        if (length > longest_header)
            refuse("{}, byte 0: the header would have {} bytes, but the longest has {}.", name(), length,
                   longest_header);
        if (length > size - 8)
            refuse("{}, byte {}: the file ends inside its header, which has {} bytes.", name(), size, length);
        begin = 8 + static_cast<std::size_t>(length);
        const std::string_view header(reinterpret_cast<const char*>(mapping.data()) + 8, begin - 8);
        records = safetensors_records(header, 8, name());
        for (const safetensors_record& record : records) check_size(record);
        check_layout();
    }

    std::string name() const { return mapping.path().string(); }
    std::string where(const safetensors_record& record) const {
        return fmt::format("{}, byte {}: tensor {}", name(), record.byte, in_quotes(record.name));
    }

    /// Types that Lacuna does not know are as large as their offsets say.
    void check_size(const safetensors_record& record) const {
        const std::optional<element_type> type = type_of(record.dtype);
        if (!type) return;
        const std::uint64_t count = count_of(record.shape), bytes = record.end - record.begin;
        if (count > no_count / bytes_of(*type) || count * bytes_of(*type) != bytes)
            refuse("{}, byte {}: the shape {} of tensor {} in {} disagrees with its {} bytes of data.",
                   name(), record.byte, fmt::format("[{}]", fmt::join(record.shape, ", ")),
                   in_quotes(record.name), record.dtype, bytes);
    }

    /// Side by side from the header to the end of the file?
    void check_layout() const {
        std::vector<std::size_t> order(records.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return std::pair(records[a].begin, records[a].end) < std::pair(records[b].begin, records[b].end);
        });
        const std::uint64_t held = mapping.size() - begin;
        std::uint64_t reached = 0;
        for (const std::size_t i : order) {
            const safetensors_record& record = records[i];
            if (record.end > held)
                refuse("{}, byte {}: tensor {} ends at byte {} of the data, but the file holds {}.", name(),
                       record.byte, in_quotes(record.name), record.end, held);
            if (record.begin != reached)
                refuse("{}, byte {}: tensor {} begins at byte {} of the data, but the one before ends at {}.",
                       name(), record.byte, in_quotes(record.name), record.begin, reached);
            reached = record.end;
        }
        if (reached != held)
            refuse("{}, byte {}: the last tensor ends here, but {} bytes follow.", name(), begin + reached,
                   held - reached);
    }

    mapped_file mapping;
    std::size_t begin = 0;  ///< of the data, in bytes
    std::vector<safetensors_record> records;
};

}  // namespace

std::vector<tensor_entry> safetensors_tensors(const std::filesystem::path& file) {
    const safetensors_file content(file);
    std::vector<tensor_entry> entries;
    for (const safetensors_record& record : content.records) {
        const std::optional<element_type> type = type_of(record.dtype);
        entries.push_back({record.name, listed_shape(record.shape, content.where(record)),
                           type ? std::string(name_of(*type)) : record.dtype, count_of(record.shape)});
    }
    return entries;
}

tensor read_safetensors(const std::filesystem::path& file, std::string_view name) {
    const safetensors_file content(file);
    const auto found = std::find_if(content.records.begin(), content.records.end(),
                                    [&](const safetensors_record& record) { return record.name == name; });
    if (found == content.records.end()) {
        std::vector<std::string> known;
        for (const safetensors_record& record : content.records) known.push_back(record.name);
        refuse("{}, byte 8: the file holds no tensor {}{}.", content.name(), in_quotes(name),
               config::nearest_name_hint(name, known));
    }
    const std::string where = content.where(*found);
    const std::optional<element_type> type = type_of(found->dtype);
    if (!type) refuse("{} is of type {}, which Lacuna does not read.", where, in_quotes(found->dtype));
    const tensor_shape shape = checked_shape(found->shape, where);
    const std::size_t first = content.begin + static_cast<std::size_t>(found->begin);
    const auto place = [&](std::size_t i) {
        return fmt::format("{}, byte {}: value {} of tensor {}", content.name(), first + i * bytes_of(*type),
                           i, in_quotes(found->name));
    };
    return {shape, finite_values(*type, byte_order::little, content.mapping.data() + first,
                                 static_cast<std::size_t>(count_of(found->shape)), place)};
}

}  // namespace lacuna::formats
