/// Which points of a sweep's grid are run: all, or some drawn at random.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/config/yaml.h"

namespace lacuna::sweep {

/// At most so many points are run.
constexpr std::uint64_t most_points = 10'000'000;

struct sample {
    enum class kind { grid, random, latin_hypercube };

    kind type = kind::grid;
    std::uint64_t points = 0;  ///< asked for; 0 for the grid
    std::uint32_t seed = 0;
    config::place where;
};

/// Reads "grid", {random: N, seed: S} or {latin_hypercube: N, seed: S}.
sample read_sample(const config::node& value);

/// What was drawn: points of the grid, ascending, each once.
struct drawn_points {
    std::vector<std::uint64_t> points;
    std::uint64_t dropped = 0;  ///< of a Latin hypercube: came twice, or were against a condition
};

/// The points of a grid: the number of values on each axis, the first slowest, and which points are allowed.
struct grid {
    std::vector<std::uint64_t> values;
    std::uint64_t size = 1;
    bool all_allowed = true;  ///< no conditions
    std::function<bool(std::uint64_t point)> allowed;
    /// Calls for every allowed point, ascending, until the call says false.
    std::function<void(const std::function<bool(std::uint64_t point)>&)> for_each_allowed;
};

/// Draws `wanted.points` different allowed points, each set of them as likely as any other. Throws
/// input_error where the grid has fewer, or where so few are allowed that they are not found.
drawn_points draw_random(const sample& wanted, const grid& from);

/// Draws points that divide each axis into as many strata as points, and lie in each stratum of each axis
/// once; the value of an axis with V values in stratum s of N is floor((s + u) / N * V), u uniform in [0, 1).
/// Those that are not allowed or come twice are dropped. Throws input_error where none is left.
drawn_points draw_latin_hypercube(const sample& wanted, const grid& from);

}  // namespace lacuna::sweep
