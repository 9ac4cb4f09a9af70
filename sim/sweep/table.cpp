#include "sim/sweep/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "sim/sweep/expression_text.h"
#include "sim/sweep/guarded_query.h"

namespace lacuna::sweep {

namespace {

/// Of the number of a row in its point. No column of results has a blank in its name.
constexpr const char* row_number = "row number";

std::string joined(const std::vector<std::string>& names, const std::string& before) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + before + quoted_identifier(name);
    return all;
}

}  // namespace

table::table(const std::filesystem::path& folder)
    : name_(folder.string()),
      file_(sweep_file::open(folder, database::mode::read_only)),
      columns_(file_.asked().parameters) {
    columns_.insert(columns_.begin(), "point");
    for (std::string& name : file_.result_columns()) columns_.push_back(std::move(name));
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
        joined(of_columns, ""), all);
    if (!where.empty()) query += " WHERE (\n" + where + "\n)";
    query += fmt::format(" ORDER BY point, {}", quoted_identifier(row_number));
    return prepare_guarded(file_.data(), query, {name_of_where, {"results", "points"}, columns_});
}

std::vector<value> table::parameters_of(std::uint64_t point) {
    std::vector<value> all;
    if (parameters().empty()) return all;
    statement found =
        file_.data().prepare(fmt::format("SELECT {} FROM points WHERE point = ?1", joined(parameters(), "")));
    found.bind(1, point);
    if (!found.step()) return all;
    for (int c = 0; c < found.columns(); ++c) all.push_back(found.column(c));
    return all;
}

nlohmann::ordered_json json_of(const value& held) {
    return std::visit([](const auto& each) { return nlohmann::ordered_json(each); }, held);
}

}  // namespace lacuna::sweep
