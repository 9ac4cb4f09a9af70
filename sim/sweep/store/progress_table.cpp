#include "sim/sweep/store/progress_table.h"

#include <fmt/format.h>

#include <limits>

#include "sim/sweep/store/point_table.h"

namespace lacuna::sweep {

namespace {

constexpr const char* tables = R"(
CREATE TABLE loaded (data INTEGER, part INTEGER, digest INTEGER, PRIMARY KEY (data, part)) WITHOUT ROWID;
CREATE TABLE parts (data INTEGER PRIMARY KEY, parts INTEGER NOT NULL);
CREATE TABLE done (part INTEGER, point INTEGER, PRIMARY KEY (point, part)) WITHOUT ROWID;
)";

constexpr const char* from_finished_points =
    "FROM points JOIN parts USING (data) JOIN (SELECT point, COUNT(*) AS finished FROM done GROUP BY point) "
    "USING (point) WHERE finished = parts";

std::uint64_t number(const statement& row, int column) {
    return static_cast<std::uint64_t>(row.integer(column));
}

part_number part(const statement& row, int column) {
    return static_cast<part_number>(row.integer(column));
}

std::uint64_t counted(statement count) {
    count.step();
    return number(count, 0);
}

std::vector<planned_point> read_points(statement& found) {
    std::vector<planned_point> all;
    while (found.step()) all.push_back(read_point(found));
    return all;
}

}  // namespace

void progress_table::make() {
    writing_.begin();
    writing_.data().execute(tables);
}

void progress_table::set_parts(std::uint64_t data, part_number parts) {
    writing_.begin();
    statement insertion = writing_.data().prepare("INSERT OR REPLACE INTO parts VALUES (?1, ?2)");
    insertion.bind(1, data);
    insertion.bind(2, parts);
    insertion.step();
}

part_number progress_table::parts_of_data(std::uint64_t data) {
    statement known = writing_.data().prepare("SELECT parts FROM parts WHERE data = ?1");
    known.bind(1, data);
    return known.step() ? part(known, 0) : 0;
}

void progress_table::finish(std::uint64_t point, part_number part) {
    writing_.begin();
    if (!finish_) finish_ = writing_.data().prepare("INSERT INTO done VALUES (?1, ?2)");
    finish_->bind(1, part);
    finish_->bind(2, point);
    finish_->step();
    finish_->reset();
}

bool progress_table::is_finished(std::uint64_t point, part_number part) {
    if (!is_finished_)
        is_finished_ = writing_.data().prepare("SELECT 1 FROM done WHERE part = ?1 AND point = ?2");
    is_finished_->bind(1, part);
    is_finished_->bind(2, point);
    const bool found = is_finished_->step();
    is_finished_->reset();
    return found;
}

void progress_table::take_back(const std::string& status) {
    writing_.begin();
    statement parts = writing_.data().prepare(
        "DELETE FROM done WHERE (part, point) IN (SELECT part, point FROM results WHERE status = ?1)");
    parts.bind(1, status);
    parts.step();
}

std::optional<std::int64_t> progress_table::remember(std::uint64_t data, part_number part,
                                                     std::int64_t digest) {
    if (const auto known = digest_of(data, part)) return known;
    writing_.begin();
    statement insertion = writing_.data().prepare("INSERT INTO loaded VALUES (?1, ?2, ?3)");
    insertion.bind(1, data);
    insertion.bind(2, part);
    insertion.bind(3, digest);
    insertion.step();
    return std::nullopt;
}

std::optional<std::int64_t> progress_table::digest_of(std::uint64_t data, part_number part) {
    statement known = writing_.data().prepare("SELECT digest FROM loaded WHERE data = ?1 AND part = ?2");
    known.bind(1, data);
    known.bind(2, part);
    if (!known.step()) return std::nullopt;
    return known.integer(0);
}

void progress_table::for_each_parts(const std::function<void(std::uint64_t, part_number)>& call) {
    statement all = writing_.data().prepare("SELECT data, parts FROM parts ORDER BY data");
    while (all.step()) call(number(all, 0), part(all, 1));
}

void progress_table::for_each_digest(
    const std::function<void(std::uint64_t, part_number, std::int64_t)>& call) {
    statement all = writing_.data().prepare("SELECT data, part, digest FROM loaded ORDER BY data, part");
    while (all.step()) call(number(all, 0), part(all, 1), all.integer(2));
}

void progress_table::for_each_finished(const std::function<void(std::uint64_t, part_number)>& call) {
    statement all = writing_.data().prepare("SELECT point, part FROM done ORDER BY part, point");
    while (all.step()) call(number(all, 0), part(all, 1));
}

std::uint64_t progress_table::count_finished() {
    return counted(writing_.data().prepare("SELECT COUNT(*) FROM done"));
}

std::uint64_t progress_table::count_finished_points() {
    return counted(writing_.data().prepare(fmt::format("SELECT COUNT(*) {}", from_finished_points)));
}

std::vector<std::uint64_t> progress_table::finished_points() {
    std::vector<std::uint64_t> all;
    statement found =
        writing_.data().prepare(fmt::format("SELECT point {} ORDER BY point", from_finished_points));
    while (found.step()) all.push_back(number(found, 0));
    return all;
}

std::optional<std::uint64_t> progress_table::finished_point_of(std::uint64_t data, part_number part) {
    statement found = writing_.data().prepare(
        "SELECT point FROM done JOIN points USING (point) WHERE data = ?1 AND part = ?2 LIMIT 1");
    found.bind(1, data);
    found.bind(2, part);
    if (!found.step()) return std::nullopt;
    return number(found, 0);
}

std::vector<planned_point> progress_table::missing(std::uint64_t data, part_number part,
                                                   const std::optional<planned_point>& after,
                                                   std::size_t most) {
    statement found = writing_.data().prepare(
        "SELECT point, data, encoding FROM points WHERE data = ?1 AND (encoding, point) > (?3, ?4) "
        "AND NOT EXISTS (SELECT 1 FROM done WHERE done.part = ?2 AND done.point = points.point) "
        "ORDER BY encoding, point LIMIT ?5");
    found.bind(1, data);
    found.bind(2, part);
    found.bind(3, after ? after->encoding : std::numeric_limits<std::int64_t>::min());
    found.bind(4, after ? static_cast<std::int64_t>(after->point) : std::int64_t{-1});
    found.bind(5, most);
    return read_points(found);
}

std::vector<planned_point> progress_table::missing_of_small_sets(std::size_t least,
                                                                 const std::optional<planned_point>& after,
                                                                 std::size_t most) {
    statement found = writing_.data().prepare(
        "SELECT point, data, encoding FROM points LEFT JOIN parts USING (data) WHERE point > ?1 "
        "AND data IN (SELECT data FROM points GROUP BY data HAVING COUNT(*) < ?2) "
        "AND parts IS NOT (SELECT COUNT(*) FROM done WHERE done.point = points.point) "
        "ORDER BY point LIMIT ?3");
    found.bind(1, after ? static_cast<std::int64_t>(after->point) : std::int64_t{-1});
    found.bind(2, least);
    found.bind(3, most);
    return read_points(found);
}

}  // namespace lacuna::sweep
