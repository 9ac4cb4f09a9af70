#include "sim/config/whole_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "sim/config/input_error.h"

namespace lacuna::config {

namespace fs = std::filesystem;

void write_whole_file(const fs::path& file, std::string_view content) {
    const fs::path beside =
        file.parent_path() / fmt::format(".{}-{}.tmp", file.filename().string(), ::getpid());
    int reason = 0;
    {
        std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(beside.c_str(), "wb"),
                                                               &std::fclose);
        const bool written = stream &&
                             std::fwrite(content.data(), 1, content.size(), stream.get()) == content.size() &&
                             std::fflush(stream.get()) == 0 && ::fsync(::fileno(stream.get())) == 0;
        if (!written) reason = errno;
    }
    if (reason == 0 && std::rename(beside.c_str(), file.c_str()) != 0) reason = errno;
    if (reason == 0) return;
    std::error_code ignored;
    fs::remove(beside, ignored);
    refuse("Cannot write {}: {}.", file.string(), std::strerror(reason));
}

}  // namespace lacuna::config
