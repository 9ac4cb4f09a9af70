#include "sim/kernel/box_path.h"

#include <sstream>

namespace lacuna::kernel {

std::string box_path(const sc_core::sc_object& box) {
    std::istringstream hierarchy(box.name());
    std::string part;
    std::string path;
    std::getline(hierarchy, part, '.');  // the accelerator
    while (std::getline(hierarchy, part, '.')) {
        if (!path.empty()) path += '.';
        const auto underscore = part.rfind('_');
        const bool indexed = underscore != std::string::npos && underscore + 1 < part.size() &&
                             part.find_first_not_of("0123456789", underscore + 1) == std::string::npos;
        path += indexed ? part.substr(0, underscore) + "[" + part.substr(underscore + 1) + "]" : part;
    }
    return path;
}

}  // namespace lacuna::kernel
