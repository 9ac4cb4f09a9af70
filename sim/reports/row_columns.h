/// Columns of tables with a line for each row of a result.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/reports/result.h"
#include "sim/reports/table_columns.h"

namespace lacuna::reports {

using row_column = table_column<row>;

/// Whether a row of the result meets the condition.
bool any(const result& all, const std::function<bool(const row&)>& condition);

/// A right-aligned column of what was measured; "-" in rows that were not.
row_column measured_column(const std::string& heading, std::function<std::string(const figures&)> cell);

/// The columns that tell rows apart: those in which they differ, and the layer. The result has a row.
std::vector<row_column> identity_columns(const result& all);

/// A line for each row of the result.
std::string table_of(const result& all, const std::vector<row_column>& columns);

}  // namespace lacuna::reports
