#include "sim/config/new_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "sim/config/input_error.h"

namespace lacuna::config {

namespace fs = std::filesystem;

new_file::new_file(fs::path file)
    : file_(std::move(file)),
      beside_(file_.parent_path() / fmt::format(".{}-{}.tmp", file_.filename().string(), ::getpid())),
      stream_(std::fopen(beside_.c_str(), "wb"), &std::fclose) {
    if (!stream_) refuse_write(errno);
}

new_file::~new_file() {
    if (committed_) return;
    stream_.reset();
    std::error_code ignored;
    fs::remove(beside_, ignored);
}

void new_file::write(std::string_view content) {
    if (std::fwrite(content.data(), 1, content.size(), stream_.get()) != content.size()) refuse_write(errno);
}

void new_file::commit() {
    if (std::fflush(stream_.get()) != 0 || ::fsync(::fileno(stream_.get())) != 0) refuse_write(errno);
    stream_.reset();
    if (std::rename(beside_.c_str(), file_.c_str()) != 0) refuse_write(errno);
    committed_ = true;
}

void new_file::refuse_write(int reason) const {
    refuse("Cannot write {}: {}.", file_.string(), std::strerror(reason));
}

}  // namespace lacuna::config
