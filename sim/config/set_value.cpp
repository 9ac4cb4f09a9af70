#include <algorithm>
#include <charconv>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/config/table.h"
#include "sim/config/yaml.h"
#include "sim/config/yaml_document.h"

namespace lacuna::config {
namespace {

std::vector<std::string> keys_of(const node& map) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : map.entries) keys.push_back(key);
    return keys;
}

std::vector<std::string> split_at_dots(std::string_view path, const std::string& option) {
    std::vector<std::string> keys;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('.', begin), path.size());
        if (begin == end) refuse("{}: the dotted key {} has an empty part.", option, in_quotes(path));
        keys.emplace_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return keys;
}

node& item_of(node& sequence, const std::string& key, const std::string& option) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    const bool is_index = error == std::errc() && end == key.data() + key.size();
    if (is_index && index < sequence.items.size()) return sequence.items[index];
    if (sequence.items.empty()) refuse("{}: {} is an empty sequence.", option, name_of(sequence));
    refuse("{}: {} is a sequence with the items 0 to {}, and {} is none of them.", option, name_of(sequence),
           sequence.items.size() - 1, in_quotes(key));
}

/// The value of a key that exists; nullptr where a map has no such key.
node* child_of(node& parent, const std::string& key, const std::string& option) {
    if (parent.type == node::kind::sequence) return &item_of(parent, key, option);
    if (parent.type != node::kind::map) {
        refuse("{}: {} is {}, and has no key {}.", option, name_of(parent), parent.description(),
               in_quotes(key));
    }
    for (auto& [name, value] : parent.entries) {
        if (name == key) return &value;
    }
    return nullptr;
}

/// A map that was left out, such as that of parameters. Whoever reads the parent refuses it where it is
/// unknown.
node& add_map(node& parent, const std::string& key, const std::string& option) {
    node map;
    map.type = node::kind::map;
    map.where.file = option;
    map.path = parent.path.empty() ? key : parent.path + "." + key;
    parent.entries.emplace_back(key, std::move(map));
    return parent.entries.back().second;
}

}  // namespace

void set_value(node& root, std::string_view assignment) {
    const std::string option = "--set " + std::string(assignment);
    const std::string shown_option = shown(option);
    const std::size_t equals = assignment.find('=');
    if (equals == std::string_view::npos) {
        refuse(
            "{}: a value is missing; write --set KEY=VALUE, as in --set accelerators.eie.parameters.pes=32.",
            shown_option);
    }
    const std::string_view path = assignment.substr(0, equals);
    if (path.empty()) {
        refuse("{}: a key is missing; write --set KEY=VALUE, as in --set accelerators.eie.parameters.pes=32.",
               shown_option);
    }
    const std::vector<std::string> keys = split_at_dots(path, shown_option);
    document_place place;
    place.where.file = shown_option;
    place.path = path;
    place.depth = static_cast<int>(keys.size());
    node value = parse_document(assignment.substr(equals + 1), std::move(place));

    node* parent = &root;
    for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
        node* child = child_of(*parent, keys[i], shown_option);
        if (child == nullptr && i + 2 == keys.size()) child = &add_map(*parent, keys[i], shown_option);
        if (child == nullptr) {
            refuse("{}: {} has no key {}{}.", shown_option, name_of(*parent), in_quotes(keys[i]),
                   nearest_name_hint(keys[i], keys_of(*parent)));
        }
        parent = child;
    }
    const std::string& last = keys.back();
    node* const present = child_of(*parent, last, shown_option);
    if (present == nullptr && last == "<<") refuse("{}: the merge key '<<' is not allowed.", shown_option);
    if (present != nullptr) {
        *present = std::move(value);
    } else {
        parent->entries.emplace_back(last, std::move(value));
    }
}

}  // namespace lacuna::config
