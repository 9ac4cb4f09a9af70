#include "sim/layers/trace_readings.h"

#include "sim/config/data_path.h"
#include "sim/config/input_error.h"

namespace lacuna::layers {
namespace {

constexpr config::integer_range sizes{1, (std::int64_t{1} << 31) - 1};
constexpr config::integer_range seeds{0, (std::int64_t{1} << 32) - 1};

}  // namespace

std::uint32_t size(config::table& trace, const char* key) {
    return static_cast<std::uint32_t>(config::as_integer(trace.required(key), sizes));
}

std::uint32_t seed(config::table& source) {
    return static_cast<std::uint32_t>(config::as_integer(source.required("seed"), seeds));
}

linear_map map_of(config::table& source) {
    linear_map map;
    if (const config::node* scale = source.optional("scale"))
        map.scale = config::as_real(*scale, {-1e6, 1e6});
    if (const config::node* shift = source.optional("shift"))
        map.shift = config::as_real(*shift, {-1e6, 1e6});
    return map;
}

distribution values_of(const config::node* choice, distribution otherwise) {
    if (choice == nullptr) return otherwise;
    const std::string name = config::as_choice(*choice, {"normal", "uniform", "half_normal"});
    if (name == "normal") return distribution::normal;
    return name == "uniform" ? distribution::uniform : distribution::half_normal;
}

tensor_source file_of(config::table& source, const config::node& file) {
    tensor_source read;
    read.where = file.where.text();
    read.file.path = config::existing_path(file);
    if (read.is_of_eie()) return read;
    if (const config::node* network = source.optional("network"))
        read.file.network = config::existing_path(*network);
    if (const config::node* tensor = source.optional("tensor")) read.tensor = config::as_text(*tensor);
    try {
        formats::format_of(read.file);
    } catch (const input_error& error) {
        refuse("{}: {}", read.where, error.what());
    }
    return read;
}

}  // namespace lacuna::layers
