/// Puts together what workers tell of points, and writes it into the database of the sweep: a part of a point
/// at a time, whole.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "sim/sweep/store/sweep_file.h"
#include "sim/sweep/work/message.h"
#include "sim/sweep/work/plan.h"

namespace lacuna::sweep {

class collector {
  public:
    /// Parts of a point, from the first to the one before the second.
    using part_range = std::pair<part_number, part_number>;

    collector(const plan& work, sweep_file& to)
        : plan_(work), to_(to), finished_(to.progress().count_finished()) {}

    /// Parts of points that are finished.
    std::uint64_t finished() const { return finished_; }

    /// A worker begins a point: with some of its parts, or with all, whatever their number turns out to be.
    void begin(const planned_point& point, const std::optional<part_range>& parts);
    /// It tells something of the point. Throws input_error where its data changed since the sweep began.
    void hear(std::uint64_t point, message told);
    /// It has told everything.
    void finish(std::uint64_t point);
    /// It could not: rows it has not told say why.
    void fail(std::uint64_t point, const std::string& why);

    /// Points whose layers and patterns cannot be together have one row that says so. Throws input_error
    /// where single values cannot be either, which the plan has tried: then something has changed since.
    void refuse_point(const planned_point& point, const std::string& why);

    /// Throws input_error where the data of a part is another than when the sweep began; `layer` is its
    /// first.
    void check_digest(std::uint64_t data, part_number part, std::int64_t digest, const std::string& layer);

  private:
    /// A point that a worker is at.
    struct point_at_work {
        std::uint64_t data = 0;
        std::optional<part_range> parts;
        std::map<std::uint64_t, std::pair<part_number, record>> rows;  ///< by their number
    };

    void refuse_data(point_at_work& of, const std::string& why);

    const plan& plan_;
    sweep_file& to_;
    std::map<std::uint64_t, point_at_work> at_work_;
    std::uint64_t finished_ = 0;
    bool has_tried_again_ = false;
};

}  // namespace lacuna::sweep
