#include "sim/reports/flat_row.h"

#include <algorithm>
#include <iterator>

namespace lacuna::reports {

namespace {

using json = nlohmann::ordered_json;

void flatten(const json& value, const std::string& name, flat_row& to) {
    if (name == "instances") return;
    if (value.is_object()) {
        for (const auto& [key, child] : value.items())
            flatten(child, name.empty() ? key : name + "." + key, to);
    } else if (value.is_array()) {
        std::string joined;
        for (const json& item : value)
            joined +=
                (joined.empty() ? "" : " ") + (item.is_string() ? item.get<std::string>() : item.dump());
        to.emplace_back(name, joined);
    } else {
        to.emplace_back(name, value);
    }
}

}  // namespace

flat_row flattened(const json& row) {
    flat_row flat;
    flatten(row, "", flat);
    return flat;
}

void add_columns(std::vector<std::string>& columns, const std::vector<std::string>& of_row) {
    auto place = columns.begin();
    for (const std::string& name : of_row) {
        auto known = std::find(columns.begin(), columns.end(), name);
        if (known == columns.end()) known = columns.insert(place, name);
        place = std::next(known);
    }
}

}  // namespace lacuna::reports
