#include "sim/sweep/store/point_table.h"

#include <fmt/format.h>

namespace lacuna::sweep {

namespace {

constexpr int first_parameter = 3;  // after point, data and encoding

std::vector<value> read_values(const statement& from) {
    std::vector<value> all;
    for (int c = first_parameter; c < from.columns(); ++c) all.push_back(from.column(c));
    return all;
}

}  // namespace

planned_point read_point(const statement& from) {
    return {static_cast<std::uint64_t>(from.integer(0)), static_cast<std::uint64_t>(from.integer(1)),
            from.integer(2)};
}

void point_table::make() {
    std::string columns = "point INTEGER PRIMARY KEY, data INTEGER NOT NULL, encoding INTEGER NOT NULL";
    for (const std::string& name : parameters_) columns += ", " + quoted_identifier(name);
    writing_.begin();
    writing_.data().execute(fmt::format("CREATE TABLE points ({})", columns));
    writing_.data().execute("CREATE INDEX points_in_order ON points (data, encoding, point)");
}

void point_table::add(const planned_point& point, const std::vector<value>& values) {
    writing_.begin();
    if (!insertion_) {
        std::string places = "?1, ?2, ?3";
        for (std::size_t i = 0; i < values.size(); ++i)
            places += fmt::format(", ?{}", i + first_parameter + 1);
        insertion_ = writing_.data().prepare(fmt::format("INSERT OR IGNORE INTO points VALUES ({})", places));
    }
    insertion_->bind(1, point.point);
    insertion_->bind(2, point.data);
    insertion_->bind(3, point.encoding);
    for (std::size_t i = 0; i < values.size(); ++i)
        insertion_->bind(static_cast<int>(i) + first_parameter + 1, values[i]);
    insertion_->step();
    insertion_->reset();
}

std::uint64_t point_table::count() {
    statement count = writing_.data().prepare("SELECT COUNT(*) FROM points");
    count.step();
    return static_cast<std::uint64_t>(count.integer(0));
}

std::vector<value> point_table::values_of(std::uint64_t point) {
    statement found = writing_.data().prepare("SELECT * FROM points WHERE point = ?1");
    found.bind(1, point);
    return found.step() ? read_values(found) : std::vector<value>();
}

void point_table::for_each(
    const std::function<void(const planned_point&, const std::vector<value>& values)>& call) {
    statement all = writing_.data().prepare("SELECT * FROM points ORDER BY point");
    while (all.step()) call(read_point(all), read_values(all));
}

std::vector<planned_point> point_table::data_sets(std::size_t least) {
    std::vector<planned_point> all;
    statement found = writing_.data().prepare(
        "SELECT MIN(point), data, 0 FROM points GROUP BY data HAVING COUNT(*) >= ?1 ORDER BY data");
    found.bind(1, least);
    while (found.step()) all.push_back(read_point(found));
    return all;
}

}  // namespace lacuna::sweep
