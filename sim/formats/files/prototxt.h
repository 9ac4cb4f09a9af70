/// Protobuf's text format as Caffe's networks use it (.prototxt): fields with a name, each a scalar or a
/// message of further fields.
///
/// Source: "Text Format Language Specification", protobuf.dev. Read are `name: scalar`, `name { ... }`,
/// `name: { ... }`, lists `name: [scalar, ...]` as so many fields, strings in either quotes with their
/// escapes, neighbouring strings as one, and comments from # to the end of the line. Extensions, Any and
/// messages in < > are refused.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::formats {

struct prototxt_field {
    enum class kind { string, number, identifier, message };

    std::string name;
    std::size_t line = 0;  ///< where its name stands, from 1
    kind is = kind::message;
    std::string text;  ///< of a string what it says, of a number or identifier how it is written
    std::vector<prototxt_field> fields;  ///< of a message
};

struct prototxt {
    std::filesystem::path file;
    std::vector<prototxt_field> fields;
};

inline constexpr std::size_t deepest_prototxt = 32;  ///< messages inside each other
inline constexpr std::size_t most_prototxt_fields = 1 << 18;

/// Throws input_error that begins with file and line for text that is malformed, messages inside each other
/// deeper and fields more than the limits; with the file alone where it cannot be read or has more than
/// 64 MiB.
prototxt read_prototxt(const std::filesystem::path& file);

}  // namespace lacuna::formats
