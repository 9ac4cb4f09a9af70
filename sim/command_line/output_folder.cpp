#include "sim/command_line/output_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include "sim/config/input_error.h"
#include "sim/config/whole_file.h"

namespace lacuna::command_line {

namespace fs = std::filesystem;

output_folder::output_folder(fs::path folder) : folder_(std::move(folder)) {
    if (folder_.empty()) refuse("--out: the name of the folder is empty.");
    config::make_folder(folder_);
    const fs::path probe = folder_ / fmt::format(".lacuna-{}.tmp", ::getpid());
    config::write_whole_file(probe, "");
    std::error_code ignored;
    fs::remove(probe, ignored);
}

fs::path output_folder::write(const std::string& name, const std::string& content) const {
    config::write_whole_file(folder_ / name, content);
    return folder_ / name;
}

}  // namespace lacuna::command_line
