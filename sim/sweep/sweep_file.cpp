#include "sim/sweep/sweep_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>
#include <limits>
#include <set>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/reports/flat_row.h"
#include "sim/sweep/database_error.h"

namespace lacuna::sweep {

namespace {

constexpr const char* format = "1";
// A commit waits until the log is on the disk.
constexpr const char* for_writing = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";

constexpr const char* schema = R"(
CREATE TABLE sweep (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE loaded (data INTEGER, part INTEGER, digest INTEGER, PRIMARY KEY (data, part)) WITHOUT ROWID;
CREATE TABLE parts (data INTEGER PRIMARY KEY, parts INTEGER NOT NULL);
CREATE TABLE done (part INTEGER, point INTEGER, PRIMARY KEY (point, part)) WITHOUT ROWID;
CREATE TABLE shapes (shape INTEGER PRIMARY KEY, columns TEXT NOT NULL UNIQUE);
CREATE TABLE results (point INTEGER NOT NULL, row INTEGER NOT NULL, part INTEGER NOT NULL, shape INTEGER NOT NULL);
CREATE UNIQUE INDEX results_in_order ON results (point, row);
)";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    boost::algorithm::split(lines, text, boost::algorithm::is_any_of("\n"));
    return lines;
}

nlohmann::ordered_json written(const definition& asked) {
    return {{"name", asked.name},     {"version", asked.version}, {"config", asked.config},
            {"energy", asked.energy}, {"space", asked.space},     {"parameters", asked.parameters},
            {"shard", asked.shard}};
}

definition read_definition(const std::string& text, const std::string& file) {
    try {
        const auto document = nlohmann::ordered_json::parse(text);
        return {document.at("name"),  document.at("version"),    document.at("config"), document.at("energy"),
                document.at("space"), document.at("parameters"), document.at("shard")};
    } catch (const nlohmann::json::exception&) {
        refuse("{}: this sweep is damaged: its definition cannot be read.", file);
    }
}

bool has_table(database& opened, const std::string& name) {
    statement tables = opened.prepare("SELECT 1 FROM sqlite_master WHERE name = ?1 OR ?1 = ''");
    tables.bind(1, name);
    return tables.step();
}

/// The dotted name of the first thing in which two documents differ; empty where they are equal.
std::string first_difference(const nlohmann::ordered_json& a, const nlohmann::ordered_json& b,
                             const std::string& name) {
    if (a == b) return {};
    const auto below = [&](const std::string& key) { return name.empty() ? key : name + "." + key; };
    if (a.is_object() && b.is_object()) {
        for (const auto& [key, value] : a.items()) {
            if (!b.contains(key)) return below(key);
            if (std::string found = first_difference(value, b[key], below(key)); !found.empty()) return found;
        }
        for (const auto& [key, value] : b.items())
            if (!a.contains(key)) return below(key);
    }
    if (a.is_array() && b.is_array() && a.size() == b.size()) {
        for (std::size_t i = 0; i < a.size(); ++i) {
            std::string found = first_difference(a[i], b[i], below(std::to_string(i)));
            if (!found.empty()) return found;
        }
    }
    return name;
}

}  // namespace

std::string difference(const definition& a, const definition& b) {
    if (a.version != b.version) return fmt::format("the version of Lacuna ({} and {})", a.version, b.version);
    const auto compared = [](definition of) {
        of.shard.clear();
        return written(of);
    };
    return first_difference(compared(a), compared(b), "");
}

sweep_file::sweep_file(database opened) : database_(std::move(opened)) {}

bool sweep_file::is_in(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / file_name;
    if (!std::filesystem::exists(file)) return false;
    // One that can be written, since what a killed process left in the log is taken over first.
    database opened(file, database::mode::read_write);
    if (has_table(opened, "sweep")) return true;
    if (has_table(opened, "")) refuse("{}: this is a database, but no sweep of Lacuna.", file.string());
    return false;  // begun by a process that ended before its first commit
}

sweep_file sweep_file::open(const std::filesystem::path& folder, database::mode how) {
    const std::filesystem::path file = folder / file_name;
    if (!std::filesystem::exists(file))
        refuse("{}: there is no sweep here: no file {}; lacuna sweep run makes one.", folder.string(),
               file_name);
    sweep_file opened(database(file, how));
    if (how == database::mode::read_only) opened.database_.execute("BEGIN");
    if (!has_table(opened.database_, "sweep"))
        refuse("{}: this is no sweep of Lacuna, or one that ended before it began.", file.string());
    statement asked = opened.database_.prepare("SELECT value FROM sweep WHERE key = ?1");
    asked.bind(1, "format");
    if (!asked.step() || asked.text(0) != format)
        refuse("{}: this sweep was written by another version of Lacuna.", file.string());
    asked.reset();
    asked.bind(1, "definition");
    if (!asked.step()) refuse("{}: this sweep has no definition.", file.string());
    opened.asked_ = read_definition(asked.text(0), file.string());
    asked.reset();  // a statement at work would keep the journal as it is
    if (how == database::mode::read_write) opened.database_.execute(for_writing);
    opened.read_shapes();
    return opened;
}

sweep_file sweep_file::create(const std::filesystem::path& folder, const definition& asked) {
    const std::filesystem::path file = folder / file_name;
    // What has no definition was begun by a process that ended before its first commit.
    for (const char* rest : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + rest);
    sweep_file made(database(file, database::mode::create));
    made.asked_ = asked;
    made.database_.execute(for_writing);
    made.begin();
    made.database_.execute(schema);
    std::string points =
        "CREATE TABLE points (point INTEGER PRIMARY KEY, data INTEGER NOT NULL, encoding INTEGER NOT NULL";
    for (const std::string& name : asked.parameters) points += ", " + quoted_identifier(name);
    made.database_.execute(points + ")");
    made.database_.execute("CREATE INDEX points_in_order ON points (data, encoding, point)");
    statement insertion = made.database_.prepare("INSERT INTO sweep VALUES (?1, ?2)");
    insertion.bind(1, "format");
    insertion.bind(2, format);
    insertion.step();
    insertion.reset();
    insertion.bind(1, "definition");
    insertion.bind(2, written(asked).dump());
    insertion.step();
    return made;
}

void sweep_file::begin() {
    if (is_open_) return;
    database_.execute("BEGIN IMMEDIATE");
    is_open_ = true;
}

void sweep_file::commit() {
    if (!is_open_) return;
    database_.execute("COMMIT");
    is_open_ = false;
}

void sweep_file::add(const planned_point& point, const std::vector<value>& values) {
    begin();
    if (!add_) {
        std::string places;
        for (std::size_t i = 0; i < values.size(); ++i) places += fmt::format(", ?{}", i + 4);
        add_ = database_.prepare("INSERT OR IGNORE INTO points VALUES (?1, ?2, ?3" + places + ")");
    }
    add_->bind(1, point.point);
    add_->bind(2, point.data);
    add_->bind(3, point.encoding);
    for (std::size_t i = 0; i < values.size(); ++i) add_->bind(static_cast<int>(i) + 4, values[i]);
    add_->step();
    add_->reset();
}

std::uint64_t sweep_file::points() {
    statement count = database_.prepare("SELECT COUNT(*) FROM points");
    count.step();
    return static_cast<std::uint64_t>(count.integer(0));
}

namespace {

planned_point read_point(const statement& from) {
    return {static_cast<std::uint64_t>(from.integer(0)), static_cast<std::uint64_t>(from.integer(1)),
            from.integer(2)};
}

}  // namespace

std::uint64_t sweep_file::count_finished() {
    statement count = database_.prepare("SELECT COUNT(*) FROM done");
    count.step();
    return static_cast<std::uint64_t>(count.integer(0));
}

namespace {

constexpr const char* from_finished_points =
    "FROM points JOIN parts USING (data) JOIN (SELECT point, COUNT(*) AS finished FROM done GROUP BY point) "
    "USING (point) WHERE finished = parts";

}  // namespace

std::uint64_t sweep_file::count_finished_points() {
    statement count = database_.prepare(fmt::format("SELECT COUNT(*) {}", from_finished_points));
    count.step();
    return static_cast<std::uint64_t>(count.integer(0));
}

std::vector<std::uint64_t> sweep_file::finished_points() {
    std::vector<std::uint64_t> all;
    statement found = database_.prepare(fmt::format("SELECT point {} ORDER BY point", from_finished_points));
    while (found.step()) all.push_back(static_cast<std::uint64_t>(found.integer(0)));
    return all;
}

void sweep_file::set_parts(std::uint64_t data, unit parts) {
    begin();
    statement insertion = database_.prepare("INSERT OR REPLACE INTO parts VALUES (?1, ?2)");
    insertion.bind(1, data);
    insertion.bind(2, parts);
    insertion.step();
}

unit sweep_file::parts_of_data(std::uint64_t data) {
    statement known = database_.prepare("SELECT parts FROM parts WHERE data = ?1");
    known.bind(1, data);
    return known.step() ? static_cast<unit>(known.integer(0)) : 0;
}

std::vector<planned_point> sweep_file::data_sets(std::size_t least) {
    std::vector<planned_point> all;
    statement found = database_.prepare(
        "SELECT MIN(point), data, 0 FROM points GROUP BY data HAVING COUNT(*) >= ?1 ORDER BY data");
    found.bind(1, least);
    while (found.step()) all.push_back(read_point(found));
    return all;
}

std::vector<planned_point> sweep_file::unfinished_of_small_sets(std::size_t least,
                                                                const std::optional<planned_point>& after,
                                                                std::size_t most) {
    std::vector<planned_point> all;
    statement found = database_.prepare(
        "SELECT point, data, encoding FROM points LEFT JOIN parts USING (data) WHERE point > ?1 "
        "AND data IN (SELECT data FROM points GROUP BY data HAVING COUNT(*) < ?2) "
        "AND parts IS NOT (SELECT COUNT(*) FROM done WHERE done.point = points.point) "
        "ORDER BY point LIMIT ?3");
    found.bind(1, after ? static_cast<std::int64_t>(after->point) : std::int64_t{-1});
    found.bind(2, least);
    found.bind(3, most);
    while (found.step()) all.push_back(read_point(found));
    return all;
}

bool sweep_file::is_finished(std::uint64_t point, unit part) {
    statement known = database_.prepare("SELECT 1 FROM done WHERE part = ?1 AND point = ?2");
    known.bind(1, part);
    known.bind(2, point);
    return known.step();
}

std::vector<planned_point> sweep_file::missing(std::uint64_t data, unit part,
                                               const std::optional<planned_point>& after, std::size_t most) {
    std::vector<planned_point> all;
    statement found = database_.prepare(
        "SELECT point, data, encoding FROM points WHERE data = ?1 AND (encoding, point) > (?3, ?4) "
        "AND NOT EXISTS (SELECT 1 FROM done WHERE done.part = ?2 AND done.point = points.point) "
        "ORDER BY encoding, point LIMIT ?5");
    found.bind(1, data);
    found.bind(2, part);
    found.bind(3, after ? after->encoding : std::numeric_limits<std::int64_t>::min());
    found.bind(4, after ? static_cast<std::int64_t>(after->point) : std::int64_t{-1});
    found.bind(5, most);
    while (found.step()) all.push_back(read_point(found));
    return all;
}

std::optional<std::int64_t> sweep_file::remember(std::uint64_t data, unit part, std::int64_t digest) {
    statement known = database_.prepare("SELECT digest FROM loaded WHERE data = ?1 AND part = ?2");
    known.bind(1, data);
    known.bind(2, part);
    if (known.step()) return known.integer(0);
    begin();
    statement insertion = database_.prepare("INSERT INTO loaded VALUES (?1, ?2, ?3)");
    insertion.bind(1, data);
    insertion.bind(2, part);
    insertion.bind(3, digest);
    insertion.step();
    return std::nullopt;
}

void sweep_file::read_shapes() {
    shapes_.clear();
    statement shapes = database_.prepare("SELECT shape, columns FROM shapes");
    while (shapes.step()) shapes_.emplace(lines_of(shapes.text(1)), shapes.integer(0));
}

std::int64_t sweep_file::shape_of(const std::vector<std::string>& columns) {
    const auto known = shapes_.find(columns);
    if (known != shapes_.end()) return known->second;
    std::set<std::string> present;
    statement names = database_.prepare("SELECT name FROM pragma_table_info('results')");
    while (names.step()) present.insert(names.text(0));
    for (const std::string& name : columns) {
        if (present.insert(name).second)
            database_.execute("ALTER TABLE results ADD COLUMN " + quoted_identifier(name));
    }
    statement insertion = database_.prepare("INSERT INTO shapes VALUES (?1, ?2)");
    std::int64_t shape = 0;
    for (const auto& [other, number] : shapes_) shape = std::max(shape, number + 1);
    insertion.bind(1, shape);
    insertion.bind(2, fmt::format("{}", fmt::join(columns, "\n")));
    insertion.step();
    shapes_.emplace(columns, shape);
    return shape;
}

statement& sweep_file::insertion_of(std::int64_t shape, const std::vector<std::string>& columns) {
    const auto known = insertions_.find(shape);
    if (known != insertions_.end()) return known->second;
    std::string names = "point, row, part, shape";
    std::string places = "?1, ?2, ?3, ?4";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names += ", " + quoted_identifier(columns[i]);
        places += fmt::format(", ?{}", i + 5);
    }
    return insertions_
        .emplace(shape, database_.prepare(fmt::format("INSERT INTO results ({}) VALUES ({})", names, places)))
        .first->second;
}

void sweep_file::add_row(const row_place& at, const record& of) {
    begin();
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

void sweep_file::finish(std::uint64_t point, unit part) {
    begin();
    if (!finish_) finish_ = database_.prepare("INSERT INTO done VALUES (?1, ?2)");
    finish_->bind(1, part);
    finish_->bind(2, point);
    finish_->step();
    finish_->reset();
}

void sweep_file::close() {
    commit();
    add_.reset();
    finish_.reset();
    insertions_.clear();
    try {
        database_.execute("PRAGMA journal_mode = DELETE");
    } catch (const database_error&) {  // somebody reads it: the log stays beside it
    }
}

void sweep_file::take_back(const std::string& status) {
    if (shapes_.empty()) return;  // no row, and no column of this name
    begin();
    statement parts = database_.prepare(
        "DELETE FROM done WHERE (part, point) IN (SELECT part, point FROM results WHERE status = ?1)");
    parts.bind(1, status);
    parts.step();
    database_.execute(
        "DELETE FROM results WHERE NOT EXISTS (SELECT 1 FROM done WHERE done.part = results.part AND "
        "done.point = results.point); "
        "DELETE FROM shapes WHERE shape NOT IN (SELECT shape FROM results)");
    insertions_.clear();
    read_shapes();
}

std::map<std::string, std::uint64_t> sweep_file::statuses() {
    std::map<std::string, std::uint64_t> all;
    if (shapes_.empty()) return all;
    statement found = database_.prepare("SELECT status, COUNT(*) FROM results GROUP BY status");
    while (found.step()) all[found.text(0)] = static_cast<std::uint64_t>(found.integer(1));
    return all;
}

std::string sweep_file::first_message(const std::string& status) {
    if (statuses().count(status) == 0) return {};
    statement found =
        database_.prepare("SELECT message FROM results WHERE status = ?1 ORDER BY point, row LIMIT 1");
    found.bind(1, status);
    return found.step() ? found.text(0) : "";
}

std::vector<std::string> sweep_file::result_columns() {
    // Long ones first, and then by their names: in an order that does not depend on which row was first.
    std::vector<std::vector<std::string>> shapes;
    for (const auto& [columns, shape] : shapes_) shapes.push_back(columns);
    std::stable_sort(shapes.begin(), shapes.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    std::vector<std::string> all;
    for (const std::vector<std::string>& columns : shapes) reports::add_columns(all, columns);
    return all;
}

}  // namespace lacuna::sweep
