/// Reads rows back from the database of a sweep, as the records that were written.
#pragma once

#include <map>

#include "sim/sweep/store/sweep_file.h"

namespace lacuna::sweep {

/// Of a file that outlives it, and that others may add to in between.
class part_reader {
  public:
    explicit part_reader(sweep_file& from);

    /// The rows of a part of a point, by their number.
    std::map<std::uint64_t, record> rows(std::uint64_t point, part_number part);

  private:
    struct shape {
        std::vector<std::string> columns;
        statement row;
    };

    shape& shape_of(std::int64_t number);

    sweep_file& from_;
    statement places_;
    std::map<std::int64_t, shape> shapes_;
};

}  // namespace lacuna::sweep
