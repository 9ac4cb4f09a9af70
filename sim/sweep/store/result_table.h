/// The results of a sweep in its database: a line for each row that `lacuna run` gives of a point.
///
/// Tables: `results` (its columns are those of the CSV of `lacuna run`, added as rows need them), `shapes`
/// (the columns of each sort of row, in order).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/sweep/store/batch.h"
#include "sim/sweep/store/planned_point.h"
#include "sim/sweep/store/record.h"

namespace lacuna::sweep {

/// Where a row stands.
struct row_place {
    std::uint64_t point = 0;
    std::uint64_t row = 0;  ///< its number in the result that `lacuna run` gives of the point
    part_number part = 0;
};

class result_table {
  public:
    explicit result_table(batch& writing) : writing_(writing) {}
    /// In a new database.
    void make();
    /// In one that others have written.
    void read_shapes();

    void add(const row_place& at, const record& of);
    /// Removes rows of parts that are not finished.
    void remove_unfinished();

    /// The columns of each sort of row.
    const std::map<std::vector<std::string>, std::int64_t>& shapes() const { return shapes_; }
    /// All of them, in the order of the CSV of `lacuna run`.
    std::vector<std::string> columns() const;
    /// How many rows have each status.
    std::map<std::string, std::uint64_t> statuses();
    /// What the first row of that status says; empty where there is none.
    std::string first_message(const std::string& status);

  private:
    std::int64_t shape_of(const std::vector<std::string>& columns);
    statement& insertion_of(std::int64_t shape, const std::vector<std::string>& columns);

    batch& writing_;
    std::map<std::vector<std::string>, std::int64_t> shapes_;
    std::map<std::int64_t, statement> insertions_;  // by shape
};

}  // namespace lacuna::sweep
