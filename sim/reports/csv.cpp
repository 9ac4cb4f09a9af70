#include "sim/reports/csv.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/reports/json.h"

namespace lacuna::reports {

namespace {

using json = nlohmann::ordered_json;
using cells = std::vector<std::pair<std::string, std::string>>;

std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + "\"";
}

/// The leaves of a row, in order: what a spreadsheet has no cell for (each box's counters) is left to JSON.
void flatten(const json& value, const std::string& name, cells& to) {
    if (name == "instances") return;
    if (value.is_object()) {
        for (const auto& [key, child] : value.items())
            flatten(child, name.empty() ? key : name + "." + key, to);
    } else if (value.is_array()) {
        std::string joined;
        for (const json& item : value)
            joined +=
                (joined.empty() ? "" : " ") + (item.is_string() ? item.get<std::string>() : item.dump());
        to.emplace_back(name, joined);
    } else {
        to.emplace_back(name, value.is_string() ? value.get<std::string>()
                              : value.is_null() ? ""
                                                : value.dump());
    }
}

}  // namespace

std::string to_csv(const result& all) {
    return to_csv(to_document(all));
}

std::string to_csv(const nlohmann::ordered_json& document) {
    return rows_to_csv(document["runs"]);
}

std::string rows_to_csv(const nlohmann::ordered_json& rows) {
    std::vector<std::string> columns;
    std::vector<cells> lines;
    for (const json& row : rows) {
        lines.emplace_back();
        flatten(row, "", lines.back());
        auto place = columns.begin();
        for (const auto& [name, text] : lines.back()) {
            auto known = std::find(columns.begin(), columns.end(), name);
            if (known == columns.end()) known = columns.insert(place, name);
            place = std::next(known);
        }
    }
    std::string csv;
    for (std::size_t i = 0; i < columns.size(); ++i) csv += (i ? "," : "") + csv_cell(columns[i]);
    csv += "\r\n";
    for (const cells& line : lines) {
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
