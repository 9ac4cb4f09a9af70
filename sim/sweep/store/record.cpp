#include "sim/sweep/store/record.h"

#include <algorithm>

#include "sim/reports/flat_row.h"
#include "sim/reports/json.h"

namespace lacuna::sweep {

record record_of(const reports::row& row) {
    record flat;
    for (const auto& [name, cell] : reports::flattened(reports::to_document(row))) {
        flat.columns.push_back(name);
        flat.values.push_back(value_of(cell));
    }
    return flat;
}

value cell_of(const record& row, const std::string& column) {
    const auto place = std::find(row.columns.begin(), row.columns.end(), column);
    if (place == row.columns.end()) return nullptr;
    return row.values[static_cast<std::size_t>(place - row.columns.begin())];
}

}  // namespace lacuna::sweep
