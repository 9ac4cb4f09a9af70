#include "sim/sweep/reports/row_writer.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "sim/reports/csv.h"

namespace lacuna::sweep {

namespace {

using json = nlohmann::ordered_json;

/// A message may hold a file's name of bytes that are not UTF-8, which JSON cannot hold.
std::string json_text(const json& of) {
    return of.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

row_writer::row_writer(format as, const std::vector<std::string>& columns, text_sink sink)
    : as_(as), sink_(std::move(sink)) {
    std::string names;
    for (const std::string& column : columns) {
        const char* const comma = before_.empty() ? "" : ",";
        before_.push_back(comma + (as_ == format::json ? json_text(column) + ":" : ""));
        names += comma + reports::csv_cell(column);
    }
    sink_(as_ == format::json ? "[" : names + "\r\n");
}

void row_writer::write(const std::vector<value>& row) {
    std::string line = as_ == format::csv ? "" : is_first_ ? "\n{" : ",\n{";
    for (std::size_t c = 0; c < row.size(); ++c) {
        line += before_[c];
        line += as_ == format::csv ? reports::csv_cell(json_of(row[c])) : json_text(json_of(row[c]));
    }
    line += as_ == format::csv ? "\r\n" : "}";
    sink_(line);
    is_first_ = false;
}

void row_writer::finish() {
    if (as_ == format::json) sink_("\n]\n");
}

}  // namespace lacuna::sweep
