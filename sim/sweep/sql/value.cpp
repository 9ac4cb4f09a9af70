#include "sim/sweep/sql/value.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/config/quoted.h"

namespace lacuna::sweep {

std::optional<double> number_in(const value& held) {
    if (const auto* integer = std::get_if<std::int64_t>(&held)) return static_cast<double>(*integer);
    if (const auto* real = std::get_if<double>(&held)) return *real;
    return std::nullopt;
}

std::string shown_value(const value& held) {
    if (const auto* integer = std::get_if<std::int64_t>(&held)) return std::to_string(*integer);
    if (const auto* real = std::get_if<double>(&held)) return fmt::format("{}", *real);
    if (const auto* text = std::get_if<std::string>(&held)) return config::in_quotes(*text);
    return "NULL";
}

nlohmann::ordered_json json_of(const value& held) {
    return std::visit([](const auto& each) { return nlohmann::ordered_json(each); }, held);
}

value value_of(const nlohmann::ordered_json& cell) {
    if (cell.is_number_float()) return cell.get<double>();
    if (cell.is_number()) return cell.get<std::int64_t>();
    if (cell.is_string()) return cell.get<std::string>();
    return nullptr;
}

}  // namespace lacuna::sweep
