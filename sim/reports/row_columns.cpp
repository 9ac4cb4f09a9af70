#include "sim/reports/row_columns.h"

#include <algorithm>
#include <utility>

namespace lacuna::reports {

using align = text_table::align;

bool any(const result& all, const std::function<bool(const row&)>& condition) {
    return std::any_of(all.rows.begin(), all.rows.end(), condition);
}

row_column measured_column(const std::string& heading, std::function<std::string(const figures&)> cell) {
    return {heading, align::right,
            [cell = std::move(cell)](const row& r) { return r.measured ? cell(*r.measured) : "-"; }};
}

std::vector<row_column> identity_columns(const result& all) {
    const row& first = all.rows.front();
    std::vector<row_column> columns;
    columns.push_back({"layer", align::left, [](const row& r) { return r.layer; }});
    if (any(all, [&](const row& r) { return r.accelerator != first.accelerator; })) {
        columns.push_back({"accelerator", align::left, [](const row& r) { return r.accelerator; }});
    }
    if (any(all, [&](const row& r) { return r.pattern != "as_is"; })) {
        columns.push_back({"pattern", align::left, [](const row& r) { return r.pattern; }});
    }
    if (any(all, [](const row& r) { return r.batch != 1; })) {
        columns.push_back({"batch", align::right, [](const row& r) { return std::to_string(r.batch); }});
    }
    if (any(all, [](const row& r) { return r.status != "ok"; })) {
        columns.push_back({"status", align::left, [](const row& r) { return r.status; }});
    }
    return columns;
}

std::string table_of(const result& all, const std::vector<row_column>& columns) {
    return table_of(all.rows, columns);
}

}  // namespace lacuna::reports
