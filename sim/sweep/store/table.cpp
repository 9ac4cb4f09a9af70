#include "sim/sweep/store/table.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/sweep/sql/expression_text.h"
#include "sim/sweep/sql/guarded_query.h"

namespace lacuna::sweep {

namespace {

/// Of the number of a row in its point. No column of results has a blank in its name.
constexpr const char* row_number = "row number";

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + quoted_identifier(name);
    return all;
}

}  // namespace

table::table(const std::filesystem::path& folder)
    : name_(folder.string()), file_(folder, database::mode::read_only), columns_(file_.asked().parameters) {
    columns_.insert(columns_.begin(), "point");
    for (const std::string& name : file_.results().columns()) columns_.push_back(name);
}

bool table::has(const std::string& column) const {
    return std::find(columns_.begin(), columns_.end(), column) != columns_.end();
}

statement table::rows(const std::vector<std::string>& of_columns, const std::string& where,
                      const std::string& name_of_where) {
    if (!where.empty()) check_expression(where, name_of_where);
    // The inner query gives every column its name, and no others, for the expression. The expression stands
    // on a line of its own, which ends a comment in it. CROSS JOIN has SQLite go through the index of
    // results, so that nothing is left to sort.
    std::string all = fmt::format("results.point AS point, results.row AS {}", quoted_identifier(row_number));
    for (auto name = columns_.begin() + 1; name != columns_.end(); ++name) {
        const bool is_parameter = static_cast<std::size_t>(name - columns_.begin()) <= parameters().size();
        all += fmt::format(", {}.{}", is_parameter ? "points" : "results", quoted_identifier(*name));
    }
    std::string query = fmt::format(
        "SELECT {} FROM (SELECT {} FROM results CROSS JOIN points ON points.point = results.point)",
        joined(of_columns), all);
    if (!where.empty()) query += " WHERE (\n" + where + "\n)";
    query += fmt::format(" ORDER BY point, {}", quoted_identifier(row_number));
    return prepare_guarded(file_.data(), query, {name_of_where, {"results", "points"}, columns_});
}

}  // namespace lacuna::sweep
