/// The table of a sweep, written for other programs.
#pragma once

#include <string>
#include <vector>

#include "sim/sweep/reports/row_writer.h"
#include "sim/sweep/store/table.h"

namespace lacuna::sweep {

struct export_query {
    row_writer::format format = row_writer::format::csv;
    std::vector<std::string> columns;  ///< in this order; empty: all
    std::string where;                 ///< an SQL expression over the columns of the table; empty: every row
};

/// Writes row by row: memory does not grow with them. Where the query is wrong, nothing is written. Throws
/// input_error, interrupted, and what the sink throws.
void export_rows(table& of, const export_query& asked, const text_sink& sink);

}  // namespace lacuna::sweep
