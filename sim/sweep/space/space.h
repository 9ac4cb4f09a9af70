/// The design space of a sweep: parameters, the conditions between them, and which points are run.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "sim/config/yaml.h"
#include "sim/sweep/space/parameter.h"
#include "sim/sweep/space/sample.h"

namespace lacuna::sweep {

class conditions;

/// What the section `sweep` of a config says. A point is one value of each parameter, and its number is its
/// rank in the full grid, the first parameter slowest: the same in every sample.
class space {
  public:
    const std::vector<parameter>& parameters() const { return parameters_; }
    /// The points of the full grid, at most 2^62.
    std::uint64_t size() const { return size_; }
    const config::place& where() const { return where_; }

    /// Of the value of each parameter; `point` is below size().
    std::vector<std::size_t> indices_of(std::uint64_t point) const;
    /// "key=text" as --set takes it, for every key of every parameter.
    std::vector<std::string> assignments_of(std::uint64_t point) const;

    /// Calls for every point that is run: `ordinal` counts from 0, `point` ascends. Memory does not grow with
    /// the grid. Throws input_error where the grid has more than 10^7 such points, or a condition gives no
    /// truth.
    void for_each_point(const std::function<void(std::uint64_t ordinal, std::uint64_t point)>& call) const;
    /// How many points are run, by going through them where there are conditions on a grid.
    std::uint64_t count() const;
    /// The points that a Latin hypercube lost: came twice, or were against a condition.
    std::uint64_t dropped() const { return drawn_.dropped; }

    /// Everything that decides which point is which and which are run.
    nlohmann::ordered_json written() const;

  private:
    friend space read_space(const config::node& sweep);

    conditions compiled_conditions() const;
    /// Goes through the grid, skipping what no condition can allow; ends where the call says false.
    void for_each_allowed(const std::function<bool(std::uint64_t point)>& call) const;
    void for_each_of_grid(const std::function<void(std::uint64_t, std::uint64_t)>& call) const;
    void draw();

    config::place where_;
    std::vector<parameter> parameters_;
    std::uint64_t size_ = 1;
    std::vector<std::pair<std::string, config::place>> where_texts_;  ///< the conditions
    sample sample_;
    drawn_points drawn_;
};

/// Reads the map `sweep` of a config, and draws the sample. Throws input_error.
space read_space(const config::node& sweep);

}  // namespace lacuna::sweep
