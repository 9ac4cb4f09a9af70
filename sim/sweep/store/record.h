/// A row of a result as the database of a sweep holds it: names and values of its columns, those of the CSV
/// of `lacuna run`.
#pragma once

#include <string>
#include <vector>

#include "sim/reports/result.h"
#include "sim/sweep/sql/value.h"

namespace lacuna::sweep {

struct record {
    std::vector<std::string> columns;
    std::vector<value> values;
};

record record_of(const reports::row& row);

/// Nothing where it has no such column.
value cell_of(const record& row, const std::string& column);

}  // namespace lacuna::sweep
