#include "sim/formats/files/weight_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"

namespace lacuna::formats {
namespace {

std::string lower_case(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// The name of the tensor that is meant.
std::string chosen(const weight_file& file, const std::vector<tensor_entry>& tensors,
                   const std::string& name) {
    std::vector<std::string> names;
    for (const tensor_entry& each : tensors) {
        if (each.name == name) return name;
        names.push_back(each.name);
    }
    if (tensors.empty()) refuse("{}: the file holds no tensor.", file.path.string());
    if (!name.empty())
        refuse("{}: the file holds no tensor {}{}.", file.path.string(), config::in_quotes(name),
               config::nearest_name_hint(name, names));
    if (tensors.size() > 1)
        refuse("{}: the file holds {} tensors, of which one must be named: {}.", file.path.string(),
               tensors.size(), config::shown(config::list_of_names(names)));
    return names.front();
}

}  // namespace

const file_format& format_of(const weight_file& file) {
    const std::string ending = lower_case(file.path.extension().string());
    std::vector<std::string> known;
    for (const file_format& each : file_formats()) {
        known.push_back(each.ending);
        if (each.ending != ending) continue;
        if (each.needs_network && file.network.empty())
            refuse("{}: a {} file needs the network whose layers it holds, a prototxt.", file.path.string(),
                   ending);
        if (!each.needs_network && !file.network.empty())
            refuse("{}: a {} file takes no network.", file.path.string(), ending);
        return each;
    }
    refuse("{}: Lacuna reads no files ending in {}; it reads {}.", file.path.string(),
           config::in_quotes(ending), fmt::join(known, ", "));
}

std::vector<tensor_entry> tensors_in(const weight_file& file) {
    return format_of(file).list(file);
}

tensor read_tensor(const weight_file& file, const std::string& name) {
    const file_format& format = format_of(file);
    if (format.holds_others && !name.empty()) return format.read(file, name);
    return format.read(file, chosen(file, format.list(file), name));
}

}  // namespace lacuna::formats
