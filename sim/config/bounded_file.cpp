#include "sim/config/bounded_file.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "sim/config/input_error.h"

namespace lacuna::config {

std::string read_bounded_file(const std::filesystem::path& file, const std::string& kind) {
    constexpr std::size_t most = std::size_t{64} << 20;
    const std::string name = file.string();
    std::error_code unknown;
    if (std::filesystem::is_directory(file, unknown))
        refuse("{}: this is a folder, where a {} is needed.", name, kind);
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) refuse("{}: the file cannot be opened: {}.", name, std::generic_category().message(errno));
    std::string text;
    std::string chunk(std::size_t{1} << 16, '\0');
    do {
        stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        text.append(chunk, 0, static_cast<std::size_t>(stream.gcount()));
        if (text.size() > most)
            refuse("{}: the file is larger than {} MiB, the most for a {}.", name, most >> 20, kind);
    } while (stream);
    if (!stream.eof())
        refuse("{}: the file cannot be read to its end: {}.", name, std::generic_category().message(errno));
    return text;
}

}  // namespace lacuna::config
