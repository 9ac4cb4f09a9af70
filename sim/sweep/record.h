/// A row of a result as the database of a sweep holds it: names and values of its columns, those of the CSV
/// of `lacuna run`.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/reports/result.h"
#include "sim/sweep/statement.h"

namespace lacuna::sweep {

struct record {
    std::vector<std::string> columns;
    std::vector<value> values;
};

record record_of(const reports::row& row);

/// What a cell of JSON holds, which is no list and no map.
value value_of(const nlohmann::ordered_json& cell);

}  // namespace lacuna::sweep
