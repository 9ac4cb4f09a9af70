#include "sim/config/table.h"

#include <algorithm>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"

namespace lacuna::config {

table::table(const node& map, std::string what) : map_(map), what_(std::move(what)) {
    if (map.type != node::kind::map) {
        refuse("{}: {} must be a map, but is {}.", map.where.text(), what_, map.description());
    }
}

const node& table::required(std::string_view key) {
    if (const node* value = optional(key)) return *value;
    std::vector<std::string> others;
    for (const auto& [name, value] : map_.entries) {
        if (std::find(asked_.begin(), asked_.end(), name) == asked_.end()) others.push_back(name);
    }
    std::string hint;
    constexpr std::size_t shortest = 3;  // every two names of a letter or two are near
    if (const auto misspelt = nearest_name(key, others); misspelt && key.size() >= shortest) {
        hint = fmt::format(" (is it {} that is misspelt?)", in_quotes(*misspelt));
    }
    refuse("{}: {} needs the key {}{}.", map_.where.text(), what_, in_quotes(key), hint);
}

const node* table::optional(std::string_view key) {
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
    return map_.find(key);
}

void table::finish() const {
    for (const auto& [key, value] : map_.entries) {
        if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
        refuse("{}: {} has no key {}{}.", value.where.text(), what_, in_quotes(key),
               nearest_name_hint(key, asked_));
    }
}

}  // namespace lacuna::config
