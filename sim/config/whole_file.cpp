#include "sim/config/whole_file.h"

#include <system_error>

#include "sim/config/input_error.h"
#include "sim/config/new_file.h"

namespace lacuna::config {

void write_whole_file(const std::filesystem::path& file, std::string_view content) {
    new_file made(file);
    made.write(content);
    made.commit();
}

void make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) refuse("Cannot make the folder {}: {}.", folder.string(), error.message());
}

}  // namespace lacuna::config
