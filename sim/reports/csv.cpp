#include "sim/reports/csv.h"

#include <algorithm>
#include <vector>

#include "sim/reports/flat_row.h"
#include "sim/reports/json.h"

namespace lacuna::reports {

namespace {

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + "\"";
}

}  // namespace

std::string csv_cell(const nlohmann::ordered_json& value) {
    return value.is_null() ? "" : value.is_string() ? quoted(value.get<std::string>()) : value.dump();
}

std::string to_csv(const result& all) {
    return to_csv(to_document(all));
}

std::string to_csv(const nlohmann::ordered_json& document) {
    return rows_to_csv(document["runs"]);
}

std::string rows_to_csv(const nlohmann::ordered_json& rows) {
    std::vector<std::string> columns;
    std::vector<flat_row> lines;
    for (const nlohmann::ordered_json& row : rows) {
        lines.push_back(flattened(row));
        std::vector<std::string> names;
        for (const auto& [name, value] : lines.back()) names.push_back(name);
        add_columns(columns, names);
    }
    std::string csv;
    for (std::size_t i = 0; i < columns.size(); ++i) csv += (i ? "," : "") + csv_cell(columns[i]);
    csv += "\r\n";
    for (const flat_row& line : lines) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto cell =
                std::find_if(line.begin(), line.end(), [&](const auto& c) { return c.first == columns[i]; });
            csv += (i ? "," : "") + (cell == line.end() ? "" : csv_cell(cell->second));
        }
        csv += "\r\n";
    }
    return csv;
}

}  // namespace lacuna::reports
