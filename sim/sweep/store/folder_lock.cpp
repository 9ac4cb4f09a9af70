#include "sim/sweep/store/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "sim/config/input_error.h"

namespace lacuna::sweep {

namespace {

constexpr const char* lock_name = "sweep.lock";
constexpr std::chrono::milliseconds longest_wait{1000};

/// Whether the file that was locked is still the one of its name: a process that ended may have taken it
/// away.
bool has_name(int file, const std::filesystem::path& name) {
    struct stat opened;
    struct stat named;
    return ::fstat(file, &opened) == 0 && ::stat(name.c_str(), &named) == 0 && opened.st_ino == named.st_ino;
}

}  // namespace

// Not a lock of SQLite's own file, which a sweep gives away between its transactions; and open for writing,
// as network file systems ask.
folder_lock::folder_lock(const std::filesystem::path& folder) : name_(folder / lock_name) {
    const auto end = std::chrono::steady_clock::now() + longest_wait;
    while (true) {
        file_ = ::open(name_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (file_ < 0)
            refuse("{}: no file can be written in this folder: {}.", folder.string(), std::strerror(errno));
        if (::flock(file_, LOCK_EX | LOCK_NB) == 0 && has_name(file_, name_)) return;
        const int error = errno;
        let_go();
        if (std::chrono::steady_clock::now() < end) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            continue;
        }
        if (error == EWOULDBLOCK)
            refuse(
                "{}: another sweep is at work on this folder; wait for its end, or name another with --out.",
                folder.string());
        refuse("{}: the folder cannot be locked: {}.", folder.string(), std::strerror(error));
    }
}

folder_lock::~folder_lock() {
    if (file_ >= 0) ::unlink(name_.c_str());
    let_go();
}

void folder_lock::let_go() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
}

}  // namespace lacuna::sweep
