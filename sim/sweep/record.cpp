#include "sim/sweep/record.h"

#include "sim/reports/flat_row.h"
#include "sim/reports/json.h"

namespace lacuna::sweep {

value value_of(const nlohmann::ordered_json& cell) {
    if (cell.is_number_float()) return cell.get<double>();
    if (cell.is_number()) return cell.get<std::int64_t>();
    if (cell.is_string()) return cell.get<std::string>();
    return nullptr;
}

record record_of(const reports::row& row) {
    record flat;
    for (const auto& [name, cell] : reports::flattened(reports::to_document(row))) {
        flat.columns.push_back(name);
        flat.values.push_back(value_of(cell));
    }
    return flat;
}

}  // namespace lacuna::sweep
