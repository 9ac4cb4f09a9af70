/// Strict reading of a JSON document that another program may have spoilt: each value is asked for with its
/// type.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lacuna::reports {

/// Parses a file of at most 64 MiB, nested 32 deep at most, of at most 32,768 keys in an object. Throws
/// input_error with the byte where it is no JSON, and with the key where one stands twice.
nlohmann::ordered_json read_json(const std::filesystem::path& file);

/// A value of the document and how sentences call it: "result.json: runs[3].time_us".
class json_value {
  public:
    json_value(const nlohmann::ordered_json& value, std::string name)
        : value_(&value), name_(std::move(name)) {}

    /// The value of a key of an object. Throws input_error where it is no object, or the key is absent.
    json_value at(const std::string& key) const;
    /// The same; nothing where the key is absent, or its value null.
    std::optional<json_value> optional(const std::string& key) const;
    /// Every item of an array, every value of an object. Throws input_error where it is neither.
    std::vector<json_value> items() const;
    std::vector<std::pair<std::string, json_value>> entries() const;

    // Readings; each throws input_error where the value is of another type.
    std::string text() const;
    bool boolean() const;
    std::uint64_t count() const;
    /// Finite, and above 0 where asked for.
    double number(bool above_zero = false) const;

    const std::string& name() const { return name_; }

  private:
    [[noreturn]] void refuse_type(const char* wanted) const;

    const nlohmann::ordered_json* value_;
    std::string name_;
};

}  // namespace lacuna::reports
