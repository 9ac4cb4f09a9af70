#include "sim/command_line/output_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "sim/config/input_error.h"

namespace lacuna::command_line {

namespace fs = std::filesystem;

namespace {

void write_whole(const fs::path& file, const std::string& content) {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "wb"), &std::fclose);
    const bool written = stream &&
                         std::fwrite(content.data(), 1, content.size(), stream.get()) == content.size() &&
                         std::fflush(stream.get()) == 0 && ::fsync(::fileno(stream.get())) == 0;
    if (written) return;
    const int reason = errno;
    std::error_code ignored;
    fs::remove(file, ignored);
    refuse("Cannot write {}: {}.", file.string(), std::strerror(reason));
}

}  // namespace

output_folder::output_folder(fs::path folder) : folder_(std::move(folder)) {
    if (folder_.empty()) refuse("--out: the name of the folder is empty.");
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) refuse("Cannot make the folder {}: {}.", folder_.string(), error.message());
    const fs::path probe = folder_ / fmt::format(".lacuna-{}.tmp", ::getpid());
    write_whole(probe, "");
    fs::remove(probe, error);
}

fs::path output_folder::write(const std::string& name, const std::string& content) const {
    const fs::path beside = folder_ / fmt::format(".{}-{}.tmp", name, ::getpid());
    write_whole(beside, content);
    std::error_code error;
    fs::rename(beside, folder_ / name, error);
    if (error) {
        std::error_code ignored;
        fs::remove(beside, ignored);
        refuse("Cannot write {}: {}.", (folder_ / name).string(), error.message());
    }
    return folder_ / name;
}

}  // namespace lacuna::command_line
