#include "sim/formats/files/npy.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/interruption.h"
#include "sim/config/whole_file.h"
#include "sim/formats/files/npy_bytes.h"
#include "sim/formats/files/npy_values.h"
#include "sim/formats/mapped_file.h"

namespace lacuna::formats {
namespace {

/// The header of an array that is a tensor, and whose data are all there.
npy_header header_of(const mapped_file& file) {
    const std::string where = file.path().string();
    npy_header header = parse_npy_header(file.data(), file.size(), where);
    checked_shape(header.shape, fmt::format("{}, byte {}", where, header.shape_at));
    check_size(header, file.size(), where);
    return header;
}

}  // namespace

std::vector<tensor_entry> npy_tensors(const std::filesystem::path& file) {
    const npy_header header = header_of(mapped_file(file));
    return {
        {"", {header.shape.begin(), header.shape.end()}, std::string(name_of(*header.type)), header.values}};
}

tensor read_npy(const std::filesystem::path& file) {
    constexpr std::uint64_t part = 1 << 18;
    const mapped_file mapped(file);
    const npy_header header = header_of(mapped);
    npy_values values(header, file.string());
    values.reserve(header.values);
    for (std::uint64_t held = 0; held < header.values; held += part) {
        give_up_if_stopped();
        values.append(mapped.data() + header.data_begin + held * bytes_of(*header.type),
                      std::min(part, header.values - held));
    }
    return {{header.shape.begin(), header.shape.end()}, values.take_row_major()};
}

void write_npy(const std::filesystem::path& file, const tensor& values) {
    config::write_whole_file(file, npy_of(values, file.string()));
}

}  // namespace lacuna::formats
