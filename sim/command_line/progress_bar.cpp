#include "sim/command_line/progress_bar.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace lacuna::command_line {

progress_bar::progress_bar(bool wanted) : drawing_(wanted && ::isatty(STDERR_FILENO)) {}

progress_bar::~progress_bar() {
    if (drawing_) fmt::print(stderr, "\r\033[K");
}

void progress_bar::show(std::size_t done, std::size_t all, const std::string& what) {
    if (!drawing_ || all == 0) return;
    done = std::min(done, all);
    constexpr std::size_t width = 40;
    const std::size_t filled = width * done / all;
    fmt::print(stderr, "\r\033[K[{}{}] {}/{} {}", std::string(filled, '='), std::string(width - filled, ' '),
               done, all, what);
    std::fflush(stderr);
}

}  // namespace lacuna::command_line
