#include "sim/command_line/new_files.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/formats/eie_bank_folder.h"

namespace lacuna::command_line {

namespace fs = std::filesystem;

void check_new_files(const std::vector<fs::path>& files, bool force) {
    std::error_code error;
    for (auto file = files.begin(); file != files.end(); ++file) {
        const fs::path folder = file->parent_path();
        if (!folder.empty() && !fs::is_directory(folder, error))
            refuse("{}: the folder {} does not exist.", file->string(), folder.string());
        if (std::find(files.begin(), file, *file) != file)
            refuse("{}: two things would be written to this name.", file->string());
        if (!fs::exists(fs::symlink_status(*file, error))) continue;
        if (!force)
            refuse("{}: there is something of this name already; --force replaces it.", file->string());
        const bool is_bank_folder = file == files.begin() && formats::is_eie_bank_folder(*file);
        if (fs::is_directory(*file, error) && !is_bank_folder)
            refuse("{}: there is a folder of this name, which nothing replaces.", file->string());
    }
}

}  // namespace lacuna::command_line
