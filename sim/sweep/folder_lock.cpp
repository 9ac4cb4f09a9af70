#include "sim/sweep/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/config/input_error.h"

namespace lacuna::sweep {

folder_lock::folder_lock(const std::filesystem::path& folder)
    : folder_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (folder_ < 0) refuse("{}: the folder cannot be opened: {}.", folder.string(), std::strerror(errno));
    if (::flock(folder_, LOCK_EX | LOCK_NB) == 0) return;
    const int error = errno;
    let_go();
    if (error == EWOULDBLOCK)
        refuse("{}: another sweep is at work on this folder; wait for its end, or name another with --out.",
               folder.string());
    refuse("{}: the folder cannot be locked: {}.", folder.string(), std::strerror(error));
}

folder_lock::~folder_lock() {
    let_go();
}

void folder_lock::let_go() {
    if (folder_ >= 0) ::close(folder_);
    folder_ = -1;
}

}  // namespace lacuna::sweep
