#include "sim/sweep/store/result_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <set>

#include "sim/reports/flat_row.h"

namespace lacuna::sweep {

namespace {

constexpr const char* tables = R"(
CREATE TABLE shapes (shape INTEGER PRIMARY KEY, columns TEXT NOT NULL UNIQUE);
CREATE TABLE results (point INTEGER NOT NULL, row INTEGER NOT NULL, part INTEGER NOT NULL, shape INTEGER NOT NULL);
CREATE UNIQUE INDEX results_in_order ON results (point, row);
)";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    boost::algorithm::split(lines, text, boost::algorithm::is_any_of("\n"));
    return lines;
}

}  // namespace

void result_table::make() {
    writing_.begin();
    writing_.data().execute(tables);
}

void result_table::read_shapes() {
    shapes_.clear();
    statement shapes = writing_.data().prepare("SELECT shape, columns FROM shapes");
    while (shapes.step()) shapes_.emplace(lines_of(shapes.text(1)), shapes.integer(0));
}

std::int64_t result_table::shape_of(const std::vector<std::string>& columns) {
    const auto known = shapes_.find(columns);
    if (known != shapes_.end()) return known->second;
    std::set<std::string> present;
    statement names = writing_.data().prepare("SELECT name FROM pragma_table_info('results')");
    while (names.step()) present.insert(names.text(0));
    for (const std::string& name : columns) {
        if (present.insert(name).second)
            writing_.data().execute("ALTER TABLE results ADD COLUMN " + quoted_identifier(name));
    }
    statement insertion = writing_.data().prepare("INSERT INTO shapes VALUES (?1, ?2)");
    std::int64_t shape = 0;
    for (const auto& [other, number] : shapes_) shape = std::max(shape, number + 1);
    insertion.bind(1, shape);
    insertion.bind(2, fmt::format("{}", fmt::join(columns, "\n")));
    insertion.step();
    shapes_.emplace(columns, shape);
    return shape;
}

statement& result_table::insertion_of(std::int64_t shape, const std::vector<std::string>& columns) {
    const auto known = insertions_.find(shape);
    if (known != insertions_.end()) return known->second;
    std::string names = "point, row, part, shape";
    std::string places = "?1, ?2, ?3, ?4";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names += ", " + quoted_identifier(columns[i]);
        places += fmt::format(", ?{}", i + 5);
    }
    statement insertion =
        writing_.data().prepare(fmt::format("INSERT INTO results ({}) VALUES ({})", names, places));
    return insertions_.emplace(shape, std::move(insertion)).first->second;
}

void result_table::add(const row_place& at, const record& of) {
    writing_.begin();
    const std::int64_t shape = shape_of(of.columns);
    statement& insertion = insertion_of(shape, of.columns);
    insertion.bind(1, at.point);
    insertion.bind(2, at.row);
    insertion.bind(3, at.part);
    insertion.bind(4, shape);
    for (std::size_t i = 0; i < of.values.size(); ++i) insertion.bind(static_cast<int>(i) + 5, of.values[i]);
    insertion.step();
    insertion.reset();
}

void result_table::remove_unfinished() {
    writing_.begin();
    writing_.data().execute(
        "DELETE FROM results WHERE NOT EXISTS (SELECT 1 FROM done WHERE done.part = results.part AND "
        "done.point = results.point); "
        "DELETE FROM shapes WHERE shape NOT IN (SELECT shape FROM results)");
    insertions_.clear();
    read_shapes();
}

std::vector<std::string> result_table::columns() const {
    // Long ones first, and then by their names: in an order that does not depend on which row was first.
    std::vector<std::vector<std::string>> shapes;
    for (const auto& [columns, shape] : shapes_) shapes.push_back(columns);
    std::stable_sort(shapes.begin(), shapes.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    std::vector<std::string> all;
    for (const std::vector<std::string>& columns : shapes) reports::add_columns(all, columns);
    return all;
}

std::map<std::string, std::uint64_t> result_table::statuses() {
    std::map<std::string, std::uint64_t> all;
    if (shapes_.empty()) return all;  // no row, and no column of this name
    statement found = writing_.data().prepare("SELECT status, COUNT(*) FROM results GROUP BY status");
    while (found.step()) all[found.text(0)] = static_cast<std::uint64_t>(found.integer(1));
    return all;
}

std::string result_table::first_message(const std::string& status) {
    if (statuses().count(status) == 0) return {};
    statement found =
        writing_.data().prepare("SELECT message FROM results WHERE status = ?1 ORDER BY point, row LIMIT 1");
    found.bind(1, status);
    return found.step() ? found.text(0) : "";
}

}  // namespace lacuna::sweep
