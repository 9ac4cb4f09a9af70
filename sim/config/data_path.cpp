#include "sim/config/data_path.h"

#include <cstdlib>
#include <system_error>

#include "sim/config/input_error.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"

namespace lacuna::config {

std::filesystem::path data_path(const node& value) {
    constexpr std::string_view variable = "${LACUNA_DATA}";
    const std::string text = as_text(value);
    const std::string where = value.where.text();
    if (text.empty()) refuse("{}: {} must be a path, but is empty.", where, name_of(value));
    if (has_control_characters(text))
        refuse("{}: the path {} has a control character.", where, in_quotes(text));

    const bool in_data = text.compare(0, variable.size(), variable) == 0;
    const std::string rest = in_data ? text.substr(variable.size()) : text;
    if (rest.find("${") != std::string::npos || rest[0] == '$') {
        refuse("{}: the path {} names a variable, but only ${{LACUNA_DATA}}, at the beginning, is replaced.",
               where, in_quotes(text));
    }
    if (in_data) {
        if (!rest.empty() && rest[0] != '/') {
            refuse("{}: the path {} needs a '/' after ${{LACUNA_DATA}}.", where, in_quotes(text));
        }
        const char* const folder = std::getenv("LACUNA_DATA");
        if (folder == nullptr || *folder == '\0') {
            refuse(
                "{}: the path {} needs the environment variable LACUNA_DATA, which is {}: it names the "
                "folder of real layers.",
                where, in_quotes(text), folder == nullptr ? "not set" : "empty");
        }
        const std::size_t below = rest.find_first_not_of('/');
        return below == std::string::npos ? std::filesystem::path(folder)
                                          : std::filesystem::path(folder) / rest.substr(below);
    }
    if (value.where.line == 0) return text;
    return std::filesystem::path(value.where.file).parent_path() / text;
}

std::filesystem::path existing_path(const node& value) {
    std::filesystem::path path = data_path(value);
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        refuse("{}: {} names {}, which does not exist.", value.where.text(), name_of(value), path.string());
    }
    return path;
}

}  // namespace lacuna::config
