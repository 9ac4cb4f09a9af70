/// A row of a result as the database of a sweep holds it: names and values of its columns, those of the CSV
/// of `lacuna run`.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/reports/result.h"
#include "sim/sweep/statement.h"

namespace lacuna::sweep {

struct record {
    std::vector<std::string> columns;
    std::vector<value> values;
};

record record_of(const reports::row& row);

/// A row's number and its record as bytes, to pass between processes.
std::string packed(std::uint64_t row, const record& of);
std::pair<std::uint64_t, record> unpacked(const std::string& bytes);

}  // namespace lacuna::sweep
