/// Columns of tables with a line for each row of a result.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/reports/result.h"
#include "sim/reports/text_table.h"

namespace lacuna::reports {

/// A heading, and what the column says of a row.
struct row_column {
    std::string heading;
    text_table::align side;
    std::function<std::string(const row&)> cell;
};

/// Whether a row of the result meets the condition.
bool any(const result& all, const std::function<bool(const row&)>& condition);

/// A right-aligned column of what was measured; "-" in rows that were not.
row_column measured_column(const std::string& heading, std::function<std::string(const figures&)> cell);

/// The columns that tell rows apart: those in which they differ, and the layer. The result has a row.
std::vector<row_column> identity_columns(const result& all);

std::string table_of(const result& all, const std::vector<row_column>& columns);

}  // namespace lacuna::reports
