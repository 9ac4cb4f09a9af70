#include "sim/config/yaml.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/yaml_document.h"

namespace lacuna::config {

std::string place::text() const {
    return line > 0 ? fmt::format("{}:{}", file, line) : file;
}

const node* node::find(std::string_view key) const {
    for (const auto& [name, value] : entries) {
        if (name == key) return &value;
    }
    return nullptr;
}

std::string node::description() const {
    switch (type) {
        case kind::null:
            return "nothing";
        case kind::scalar:
            return in_quotes(scalar);
        case kind::sequence:
            return items.empty() ? "an empty sequence" : "a sequence";
        case kind::map:
            return entries.empty() ? "an empty map" : "a map";
    }
    return "";
}

node read_yaml(const std::filesystem::path& file) {
    constexpr std::size_t most = std::size_t{64} << 20;
    const std::string name = file.string();
    std::error_code unknown;
    if (std::filesystem::is_directory(file, unknown))
        refuse("{}: this is a folder, where a YAML file is needed.", name);
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) refuse("{}: the file cannot be opened: {}.", name, std::generic_category().message(errno));
    std::string text;
    std::string chunk(std::size_t{1} << 16, '\0');
    do {
        stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        text.append(chunk, 0, static_cast<std::size_t>(stream.gcount()));
        if (text.size() > most)
            refuse("{}: the file is larger than {} MiB, the most for a YAML file.", name, most >> 20);
    } while (stream);
    if (!stream.eof())
        refuse("{}: the file cannot be read to its end: {}.", name, std::generic_category().message(errno));
    return parse_yaml(text, name);
}

node parse_yaml(std::string_view text, const std::string& file) {
    return parse_document(text, {{file, 1}, "", 0});
}

}  // namespace lacuna::config
