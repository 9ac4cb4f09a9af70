#include "sim/config/whole_file.h"

#include "sim/config/new_file.h"

namespace lacuna::config {

void write_whole_file(const std::filesystem::path& file, std::string_view content) {
    new_file made(file);
    made.write(content);
    made.commit();
}

}  // namespace lacuna::config
