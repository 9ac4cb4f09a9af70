#include "sim/command_line/output_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include "sim/config/input_error.h"
#include "sim/config/whole_file.h"

namespace lacuna::command_line {

namespace fs = std::filesystem;

output_folder::output_folder(fs::path folder) : folder_(std::move(folder)) {
    if (folder_.empty()) refuse("--out: the name of the folder is empty.");
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) refuse("Cannot make the folder {}: {}.", folder_.string(), error.message());
    const fs::path probe = folder_ / fmt::format(".lacuna-{}.tmp", ::getpid());
    config::write_whole_file(probe, "");
    fs::remove(probe, error);
}

fs::path output_folder::write(const std::string& name, const std::string& content) const {
    config::write_whole_file(folder_ / name, content);
    return folder_ / name;
}

}  // namespace lacuna::command_line
