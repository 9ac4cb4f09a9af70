/// What a cell of a table holds: nothing, an integer, a real or a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>

namespace lacuna::sweep {

using value = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

/// Nothing for NULL and texts.
std::optional<double> number_in(const value& held);

/// As sentences show it.
std::string shown_value(const value& held);

/// As documents have it: nothing is null.
nlohmann::ordered_json json_of(const value& held);
/// What a cell of a document holds, which is no list and no map.
value value_of(const nlohmann::ordered_json& cell);

}  // namespace lacuna::sweep
