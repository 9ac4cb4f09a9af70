/// The formats that Lacuna reads, writes and computes with, for `lacuna list formats`.
#pragma once

#include <string>
#include <vector>

namespace lacuna::formats {

struct format_description {
    std::string name;
    std::string meaning;
    std::string source;
};

const std::vector<format_description>& known_formats();

}  // namespace lacuna::formats
