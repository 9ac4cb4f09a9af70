/// The database of a sweep: what was asked, its points, and the rows of those that are finished.
///
/// Tables: `sweep` (what was asked), `points` (one line a point, a column a parameter), `results` (one line
/// for each row that `lacuna run` gives of a point, its columns those of the CSV), `done` (which parts of a
/// point are finished), `parts` (how many a point has), `loaded` (what the layers held), `shapes` (the
/// columns of each sort of row, in order). Written in transactions to a write-ahead log, so that a finished
/// part is there whole or not at all, whatever happens.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sim/sweep/database.h"
#include "sim/sweep/record.h"

namespace lacuna::sweep {

constexpr const char* file_name = "sweep.sqlite";

/// What was asked: results of one sweep are those of one definition and one version of the program.
struct definition {
    std::string name;
    std::string version;
    nlohmann::ordered_json config;        ///< the effective configuration, before any parameter is set
    nlohmann::ordered_json energy;        ///< what its energy tables say, by file
    nlohmann::ordered_json space;         ///< the parameters, their values and conditions, the sample
    std::vector<std::string> parameters;  ///< names, which are columns
    std::string shard;  ///< "2/8"; "1/1" of a whole sweep; several of a merged one: "1/8 2/8"
};

/// What differs between two definitions that should be one, as a part of a sentence: "the value of pes";
/// empty where nothing does. Shards may differ.
std::string difference(const definition& a, const definition& b);

/// A point as the work on it is planned.
struct planned_point {
    std::uint64_t point = 0;
    std::uint64_t data = 0;     ///< points of one number have the same layers and patterns
    std::int64_t encoding = 0;  ///< points of one number share what models derive from a layer
};

/// Which part of a point: a network with one pattern.
using unit = std::uint32_t;

/// Where a row stands.
struct row_place {
    std::uint64_t point = 0;
    std::uint64_t row = 0;  ///< its number in the result that `lacuna run` gives of the point
    unit part = 0;
};

class sweep_file {
  public:
    /// Opens the database of a folder. Throws input_error where there is none. Opened read-only, it stays as
    /// it is at this moment, whatever a sweep at work writes into it.
    static sweep_file open(const std::filesystem::path& folder, database::mode how);
    /// Whether a sweep was begun in the folder: its definition and points stand in it.
    static bool is_in(const std::filesystem::path& folder);
    /// An empty one, for a definition and points; until commit() the folder has no sweep.
    static sweep_file create(const std::filesystem::path& folder, const definition& asked);

    const definition& asked() const { return asked_; }
    database& data() { return database_; }

    /// Of every parameter the value of the point. A second time changes nothing.
    void add(const planned_point& point, const std::vector<value>& values);
    std::uint64_t points();
    /// Parts of points.
    std::uint64_t count_finished();
    /// Points of which every part is finished.
    std::uint64_t count_finished_points();
    /// Their numbers, ascending.
    std::vector<std::uint64_t> finished_points();
    /// How many parts the points of that data have; without it, none of them counts as finished.
    void set_parts(std::uint64_t data, unit parts);
    /// 0 where that is not known.
    unit parts_of_data(std::uint64_t data);
    /// The numbers of `planned_point::data` that at least so many points have, and a point of each.
    std::vector<planned_point> data_sets(std::size_t least);
    /// Points of which a part is missing, of data that fewer points have, in the order of their numbers,
    /// after `after`; at most so many.
    std::vector<planned_point> unfinished_of_small_sets(std::size_t least,
                                                        const std::optional<planned_point>& after,
                                                        std::size_t most);
    bool is_finished(std::uint64_t point, unit part);

    /// Points of that data without that part, in the order of their encoding and number, after `after`; at
    /// most so many.
    std::vector<planned_point> missing(std::uint64_t data, unit part,
                                       const std::optional<planned_point>& after, std::size_t most);

    /// Remembers what the layers of a part hold, by a digest; returns the one that is remembered from before.
    std::optional<std::int64_t> remember(std::uint64_t data, unit part, std::int64_t digest);

    void add_row(const row_place& at, const record& of);
    void finish(std::uint64_t point, unit part);
    /// Takes back the parts of points in which a row has that status, rows and all.
    void take_back(const std::string& status);

    /// Makes permanent what was added; called rarely, since it waits for the disk.
    void commit();
    /// The last commit; then the database is one file, which can be read where nothing can be written.
    void close();

    /// How many rows have each status.
    std::map<std::string, std::uint64_t> statuses();
    /// What the first row of that status says; empty where there is none.
    std::string first_message(const std::string& status);
    /// The columns of each sort of row.
    const std::map<std::vector<std::string>, std::int64_t>& shapes() const { return shapes_; }
    /// The columns of results, in the order of the CSV of `lacuna run`.
    std::vector<std::string> result_columns();

  private:
    explicit sweep_file(database opened);
    void begin();
    void read_shapes();
    std::int64_t shape_of(const std::vector<std::string>& columns);
    statement& insertion_of(std::int64_t shape, const std::vector<std::string>& columns);

    database database_;
    definition asked_;
    bool is_open_ = false;  // a transaction
    std::map<std::vector<std::string>, std::int64_t> shapes_;
    std::map<std::int64_t, statement> insertions_;
    std::optional<statement> add_;
    std::optional<statement> finish_;
};

}  // namespace lacuna::sweep
