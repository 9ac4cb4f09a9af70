#include "sim/command_line/trace_options.h"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/yaml.h"
#include "sim/layers/trace.h"
#include "sim/layers/written_trace.h"
#include "sim/reports/text_table.h"

namespace lacuna::command_line {

namespace fs = std::filesystem;

std::uint32_t whole_number(const option_values& values, const std::string& option, std::int64_t least,
                           std::int64_t most) {
    if (values.count(option) == 0) refuse("--{} is missing (see --help).", option);
    const auto value = values[option].as<std::int64_t>();
    if (value < least || value > most) refuse("--{}: {} is not {} to {}.", option, value, least, most);
    return static_cast<std::uint32_t>(value);
}

std::uint32_t size_of(const option_values& values, const std::string& option) {
    return whole_number(values, option, 1, (std::int64_t{1} << 31) - 1);
}

std::uint32_t seed_of(const option_values& values) {
    return whole_number(values, "seed", 0, (std::int64_t{1} << 32) - 1);
}

double density_of(const option_values& values, const std::string& option) {
    const auto density = values[option].as<double>();
    if (!(density >= 0 && density <= 1)) refuse("--{}: {} is not 0 to 1.", option, density);
    return density;
}

std::optional<layers::extent> image_of(const option_values& values) {
    if (values.count("image") == 0) return {};
    const auto& text = values["image"].as<std::string>();
    const char* const end = text.data() + text.size();
    layers::extent image{0, 0};
    const auto height = std::from_chars(text.data(), end, image.height);
    if (height.ec == std::errc() && height.ptr != end && *height.ptr == 'x') {
        const auto width = std::from_chars(height.ptr + 1, end, image.width);
        const bool sized = image.height > 0 && image.width > 0;
        constexpr std::uint32_t most = 65535;
        if (width.ec == std::errc() && width.ptr == end && sized && image.height <= most &&
            image.width <= most)
            return image;
    }
    refuse("--image: {} is no size such as 224x224, of 1 to 65535 rows and columns.",
           config::in_quotes(text));
}

fs::path path_of(const option_values& values, const std::string& option) {
    if (values.count(option) == 0) refuse("--{} is missing (see --help).", option);
    fs::path path = values[option].as<std::string>();
    if (path.empty()) refuse("--{}: the path is empty.", option);
    return path;
}

formats::weight_file file_of(const option_values& values, const std::string& verb) {
    const auto& files = values["file"].as<std::vector<std::string>>();
    if (files.size() != 1)
        refuse("lacuna trace {} needs one file, but got {} (see --help).", verb, files.size());
    formats::weight_file file{files.front()};
    if (values.count("network") != 0) file.network = path_of(values, "network");
    for (const fs::path& each : {file.path, file.network}) {
        std::error_code error;
        if (!each.empty() && !fs::exists(each, error)) refuse("{}: there is no such file.", each.string());
    }
    if (file.path.empty()) refuse("lacuna trace {}: the path of the file is empty.", verb);
    return file;
}

std::string checked_trace(const std::vector<layers::layer>& layers, const fs::path& trace,
                          const std::string& comment) {
    constexpr std::size_t width = 108;
    std::string text = layers::written_trace(layers, trace, reports::wrapped(comment, width, ""));
    layers::layers_of(config::parse_yaml(text, trace.string()));
    return text;
}

}  // namespace lacuna::command_line
