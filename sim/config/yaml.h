/// A YAML document read strictly: a tree that knows the file and line of everything in it.
///
/// yaml-cpp parses; this layer refuses what it lets pass: duplicate keys, anchors and aliases, tags, several
/// documents in one file, keys that are not scalars, merge keys, and nesting deeper than 64. Nor may a file
/// cost more memory than a config deserves: one bracketed or quoted value ends within 1 MiB of text, and all
/// nodes together fit into 256 MiB.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lacuna::config {

/// Where something stands; prints as "file:line" (or as the option that gave it, where line is 0).
struct place {
    std::string file;
    int line = 0;  ///< from 1; 0 where a value came from the command line
    std::string text() const;
};

/// One value of the document.
struct node {
    enum class kind { null, scalar, sequence, map };

    kind type = kind::null;
    place where;              ///< of the key, for a value of a map; else where it begins
    std::string path;         ///< dotted, from the root: "accelerators.eie.model"; "layers.0"
    std::string scalar;       ///< the text of a scalar
    bool quoted = false;      ///< a quoted scalar is a string, whatever it looks like
    std::vector<node> items;  ///< of a sequence
    std::vector<std::pair<std::string, node>> entries;  ///< of a map, in the order of the file

    /// The entry of that key, or nullptr.
    const node* find(std::string_view key) const;
    /// "a map", "a sequence", "'12'", "nothing": for sentences.
    std::string description() const;
};

/// Reads and parses a file of at most 64 MiB. Throws input_error: unreadable, too large, not YAML, not
/// strict.
node read_yaml(const std::filesystem::path& file);

/// Parses text; `file` is the name that places show.
node parse_yaml(std::string_view text, const std::string& file);

/// Sets one value, as --set does: "accelerators.eie.parameters.pes=32". The value is parsed as YAML, numbers
/// index sequences. The last key may be new in a map, and so may the map it stands in (that of parameters,
/// say); every other key must exist. A key with a dot in it cannot be named. The place of such values is
/// {"--set accelerators.eie.parameters.pes=32", 0}, cut where it is long. Throws input_error naming the
/// option and the nearest key.
void set_value(node& root, std::string_view assignment);

}  // namespace lacuna::config
