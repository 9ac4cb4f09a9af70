/// The points of a sweep in its database: a line a point, a column a parameter.
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

class point_table {
  public:
    point_table(batch& writing, const std::vector<std::string>& parameters)
        : writing_(writing), parameters_(parameters) {}
    /// In a new database.
    void make();

    /// Of every parameter the value of the point. A second time changes nothing.
    void add(const planned_point& point, const std::vector<value>& values);

    std::uint64_t count();
    /// The values that a point has of the parameters; none where there is no such point.
    std::vector<value> values_of(std::uint64_t point);
    void for_each(const std::function<void(const planned_point&, const std::vector<value>& values)>& call);
    /// The numbers of `planned_point::data` that at least so many points have, and a point of each.
    std::vector<planned_point> data_sets(std::size_t least);

  private:
    batch& writing_;
    const std::vector<std::string>& parameters_;
    std::optional<statement> insertion_;
};

/// Of a row that begins with point, data and encoding.
planned_point read_point(const statement& from);

}  // namespace lacuna::sweep
