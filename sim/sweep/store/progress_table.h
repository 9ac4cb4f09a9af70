/// How far a sweep is, in its database: which parts of which points are finished, and what they still lack.
///
/// Tables: `parts` (how many a point has, by its data), `done` (those that are finished), `loaded` (what the
/// layers held, by a digest).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/sweep/sql/statement.h"
#include "sim/sweep/store/batch.h"
#include "sim/sweep/store/planned_point.h"

namespace lacuna::sweep {

class progress_table {
  public:
    explicit progress_table(batch& writing) : writing_(writing) {}
    /// In a new database.
    void make();

    /// How many parts the points of that data have; without it, none of them counts as finished.
    void set_parts(std::uint64_t data, part_number parts);
    /// 0 where that is not known.
    part_number parts_of_data(std::uint64_t data);

    void finish(std::uint64_t point, part_number part);
    bool is_finished(std::uint64_t point, part_number part);
    /// Takes back the parts of which a row of the results has that status.
    void take_back(const std::string& status);
    /// Remembers what the layers of a part hold, by a digest; returns the one that is remembered from before.
    std::optional<std::int64_t> remember(std::uint64_t data, part_number part, std::int64_t digest);

    /// What is remembered of it.
    std::optional<std::int64_t> digest_of(std::uint64_t data, part_number part);

    // Everything, in order.
    void for_each_parts(const std::function<void(std::uint64_t data, part_number parts)>& call);
    void for_each_digest(
        const std::function<void(std::uint64_t data, part_number part, std::int64_t digest)>& call);
    void for_each_finished(const std::function<void(std::uint64_t point, part_number part)>& call);

    /// Parts of points.
    std::uint64_t count_finished();
    /// Points of which every part is finished.
    std::uint64_t count_finished_points();
    /// Their numbers, ascending.
    std::vector<std::uint64_t> finished_points();
    /// A point of that data with that part.
    std::optional<std::uint64_t> finished_point_of(std::uint64_t data, part_number part);

    /// Points of that data without that part, in the order of their encoding and number, after `after`; at
    /// most so many.
    std::vector<planned_point> missing(std::uint64_t data, part_number part,
                                       const std::optional<planned_point>& after, std::size_t most);
    /// Points of which a part is missing, of data that fewer points than `least` have, in the order of their
    /// numbers, after `after`; at most so many.
    std::vector<planned_point> missing_of_small_sets(std::size_t least,
                                                     const std::optional<planned_point>& after,
                                                     std::size_t most);

  private:
    batch& writing_;
    std::optional<statement> finish_;
    std::optional<statement> is_finished_;
};

}  // namespace lacuna::sweep
