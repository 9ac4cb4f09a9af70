#include "sim/sweep/record.h"

#include <nlohmann/json.hpp>

#include "sim/reports/flat_row.h"
#include "sim/reports/json.h"

namespace lacuna::sweep {

namespace {

value value_of(const nlohmann::ordered_json& cell) {
    if (cell.is_number_float()) return cell.get<double>();
    if (cell.is_number()) return cell.get<std::int64_t>();
    if (cell.is_string()) return cell.get<std::string>();
    return nullptr;
}

}  // namespace

record record_of(const reports::row& row) {
    record flat;
    for (const auto& [name, cell] : reports::flattened(reports::to_document(row))) {
        flat.columns.push_back(name);
        flat.values.push_back(value_of(cell));
    }
    return flat;
}

std::string packed(std::uint64_t row, const record& of) {
    nlohmann::ordered_json values = nlohmann::ordered_json::array();
    for (const value& each : of.values) std::visit([&](const auto& held) { values.push_back(held); }, each);
    std::string bytes;
    nlohmann::ordered_json::to_cbor({row, of.columns, values}, bytes);
    return bytes;
}

std::pair<std::uint64_t, record> unpacked(const std::string& bytes) {
    const auto document = nlohmann::ordered_json::from_cbor(bytes);
    record of;
    document[1].get_to(of.columns);
    for (const nlohmann::ordered_json& each : document[2]) of.values.push_back(value_of(each));
    return {document[0].get<std::uint64_t>(), std::move(of)};
}

}  // namespace lacuna::sweep
