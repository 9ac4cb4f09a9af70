#include "sim/sweep/work/worker_frame.h"

#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lacuna::sweep {

namespace {

constexpr std::size_t header = 1 + sizeof(std::uint32_t);  // of a frame: its kind, and the length of its text
constexpr std::size_t enough = std::size_t{1} << 22;       // to be read at once

bool write_all(int to, const char* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(to, bytes, size);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

}  // namespace

bool send_task(int to, std::uint64_t task) {
    return write_all(to, reinterpret_cast<const char*>(&task), sizeof task);
}

std::optional<std::uint64_t> receive_task(int from) {
    std::uint64_t task = 0;
    char* to = reinterpret_cast<char*>(&task);
    for (std::size_t got = 0; got < sizeof task;) {
        const ssize_t more = ::read(from, to + got, sizeof task - got);
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) return std::nullopt;
        got += static_cast<std::size_t>(more);
    }
    return task;
}

bool send_frame(int to, worker_frame::kind what, const std::string& text) {
    std::string frame(header, '\0');
    const auto size = static_cast<std::uint32_t>(text.size());
    frame[0] = static_cast<char>(what);
    std::memcpy(&frame[1], &size, sizeof size);
    frame += text;
    return write_all(to, frame.data(), frame.size());
}

bool frame_receiver::read(int from) {
    if (taken_ == received_.size()) {
        received_.clear();
        taken_ = 0;
    }
    char bytes[65536];
    while (true) {
        const ssize_t got = ::read(from, bytes, sizeof bytes);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return true;  // no more at present
        if (got == 0) return false;
        received_.append(bytes, static_cast<std::size_t>(got));
        if (received_.size() > enough) return true;
    }
}

std::optional<worker_frame> frame_receiver::take() {
    if (received_.size() - taken_ < header) return std::nullopt;
    std::uint32_t size = 0;
    std::memcpy(&size, received_.data() + taken_ + 1, sizeof size);
    if (received_.size() - taken_ - header < size) return std::nullopt;
    worker_frame frame;
    frame.what = static_cast<worker_frame::kind>(received_[taken_]);
    frame.text.assign(received_, taken_ + header, size);
    taken_ += header + size;
    return frame;
}

}  // namespace lacuna::sweep
