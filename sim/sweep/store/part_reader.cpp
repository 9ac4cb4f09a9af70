#include "sim/sweep/store/part_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/config/input_error.h"

namespace lacuna::sweep {

part_reader::part_reader(sweep_file& from)
    : from_(from),
      places_(from.data().prepare(
          "SELECT row, shape FROM results WHERE point = ?1 AND part = ?2 ORDER BY point, row")) {}

std::map<std::uint64_t, record> part_reader::rows(std::uint64_t point, part_number part) {
    std::map<std::uint64_t, record> all;
    places_.bind(1, point);
    places_.bind(2, part);
    while (places_.step()) {
        const auto number = static_cast<std::uint64_t>(places_.integer(0));
        shape& of = shape_of(places_.integer(1));
        of.row.bind(1, point);
        of.row.bind(2, number);
        record read{of.columns, {}};
        if (of.row.step())
            for (int c = 0; c < of.row.columns(); ++c) read.values.push_back(of.row.column(c));
        of.row.reset();
        all.emplace(number, std::move(read));
    }
    places_.reset();
    return all;
}

part_reader::shape& part_reader::shape_of(std::int64_t number) {
    const auto known = shapes_.find(number);
    if (known != shapes_.end()) return known->second;
    const auto& all = from_.results().shapes();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.second == number; });
    if (found == all.end())
        refuse("{}: this sweep is damaged: a row has unknown columns.", from_.data().name());
    std::string names;
    for (const std::string& name : found->first)
        names += (names.empty() ? "" : ", ") + quoted_identifier(name);
    statement row =
        from_.data().prepare(fmt::format("SELECT {} FROM results WHERE point = ?1 AND row = ?2", names));
    return shapes_.emplace(number, shape{found->first, std::move(row)}).first->second;
}

}  // namespace lacuna::sweep
