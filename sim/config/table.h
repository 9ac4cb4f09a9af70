/// Strict reading of one YAML map: each key is asked for where it is used, and what nobody asked for is
/// refused.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/yaml.h"

namespace lacuna::config {

/// An inclusive range of integers.
struct integer_range {
    std::int64_t least = std::numeric_limits<std::int64_t>::min();
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

/// A range of reals; `least` is excluded when `above` is set.
struct real_range {
    double least = std::numeric_limits<double>::lowest();
    double most = std::numeric_limits<double>::max();
    bool above = false;
};

/// "1 to 4096", "at least 1", "at most 7", "any integer".
std::string description(integer_range allowed);
/// "0 to 1", "above 0, at most 1", "above 0", "at least 0", "at most 1", "any number".
std::string description(real_range allowed);

/// What sentences call a node: its dotted path, or "the document" at the root.
std::string name_of(const node& value);

// Readings of one node. Each throws input_error "FILE:LINE: PATH must be ..., but is ...".

/// A decimal integer: no leading zeros (YAML 1.1 reads 010 as octal), no 0x, no 1_000, no 1e3, no quotes.
std::int64_t as_integer(const node& value, integer_range allowed = {});
/// A finite decimal number, with the same strictness; exponents are allowed.
double as_real(const node& value, real_range allowed = {});
/// Any scalar but null, as it is written.
std::string as_text(const node& value);
/// A text for people: not empty, and without line breaks or other control characters.
std::string as_name(const node& value);
/// A scalar that must be one of the choices; the sentence names the nearest.
std::string as_choice(const node& value, const std::vector<std::string>& choices);
/// The items of a sequence of at least one item.
const std::vector<node>& as_sequence(const node& value);

/// A map being read. Ask for each key, then call finish().
class table {
  public:
    /// Throws when the node is no map. `what` names it in sentences: "a layer trace", "the parameters of
    /// model eie".
    table(const node& map, std::string what);

    /// The value of a key that must be there; else "FILE:LINE: WHAT needs the key 'k'", with the line of the
    /// map.
    const node& required(std::string_view key);
    /// The value of a key, or nullptr where it is absent.
    const node* optional(std::string_view key);
    /// Refuses every key that was never asked for, naming the nearest that was.
    void finish() const;

    const node& map() const { return map_; }

  private:
    const node& map_;
    std::string what_;
    std::vector<std::string> asked_;
};

}  // namespace lacuna::config
