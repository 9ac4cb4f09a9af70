#include "sim/sweep/space/sample.h"

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <limits>
#include <numeric>
#include <unordered_set>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/config/table.h"

namespace lacuna::sweep {
namespace {

using engine = boost::random::mt19937;

/// A grid of so many points is gone through rather than drawn from.
constexpr std::uint64_t small_grid = 1'000'000;
constexpr std::uint64_t between_looks = 65536;  // at whether to stop

std::uint64_t draw_below(std::uint64_t bound, engine& random) {
    return boost::random::uniform_int_distribution<std::uint64_t>(0, bound - 1)(random);
}

[[noreturn]] void refuse_few(const sample& wanted, std::uint64_t found, const grid& from) {
    refuse("{}: {} different points are to be drawn, but {} {}.", wanted.where.text(), wanted.points,
           from.all_allowed ? "the grid has" : "the conditions allow", found);
}

/// Selection sampling (Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S): in one pass,
/// with as much memory as points are taken.
std::vector<std::uint64_t> select_from_all(const sample& wanted, const grid& from) {
    std::uint64_t left = from.size;
    if (!from.all_allowed) {
        left = 0;
        from.for_each_allowed([&](std::uint64_t) { return ++left != 0; });
    }
    if (left < wanted.points) refuse_few(wanted, left, from);
    engine random(wanted.seed);
    std::vector<std::uint64_t> taken;
    taken.reserve(wanted.points);
    from.for_each_allowed([&](std::uint64_t point) {
        if (draw_below(left--, random) < wanted.points - taken.size()) taken.push_back(point);
        return taken.size() < wanted.points;
    });
    return taken;
}

std::vector<std::uint64_t> draw_until_enough(const sample& wanted, const grid& from) {
    const std::uint64_t most_draws = std::min<std::uint64_t>(1000 * wanted.points + 1'000'000, 1'000'000'000);
    engine random(wanted.seed);
    std::unordered_set<std::uint64_t> taken;
    for (std::uint64_t draws = 0; taken.size() < wanted.points; ++draws) {
        if (draws % between_looks == 0) give_up_if_stopped();
        if (draws == most_draws) {
            refuse(
                "{}: {} different points are to be drawn, but {} draws found only {}; the conditions allow "
                "too few of the {} points of the grid.",
                wanted.where.text(), wanted.points, draws, taken.size(), from.size);
        }
        const std::uint64_t point = draw_below(from.size, random);
        if (taken.count(point) == 0 && from.allowed(point)) taken.insert(point);
    }
    std::vector<std::uint64_t> points(taken.begin(), taken.end());
    std::sort(points.begin(), points.end());
    return points;
}

std::vector<std::uint64_t> random_permutation(std::uint64_t size, engine& random) {
    std::vector<std::uint64_t> order(size);
    std::iota(order.begin(), order.end(), std::uint64_t{0});
    for (std::uint64_t i = size; i > 1; --i) std::swap(order[i - 1], order[draw_below(i, random)]);
    return order;
}

}  // namespace

sample read_sample(const config::node& value) {
    sample read;
    read.where = value.where;
    if (value.type != config::node::kind::map) {
        const bool is_grid = value.type == config::node::kind::scalar && value.scalar == "grid";
        if (is_grid) return read;
        refuse(
            "{}: {} must be 'grid', {{random: POINTS, seed: SEED}} or {{latin_hypercube: POINTS, seed: SEED}}, "
            "but is {}.",
            value.where.text(), config::name_of(value), value.description());
    }
    config::table map(value, "a sample");
    const config::node* const random = map.optional("random");
    const config::node* const hypercube = map.optional("latin_hypercube");
    const config::node* const seed = map.optional("seed");
    map.finish();
    if ((random == nullptr) == (hypercube == nullptr)) {
        refuse("{}: a sample needs either 'random' or 'latin_hypercube'{}.", value.where.text(),
               random == nullptr ? "" : ", and not both");
    }
    const config::integer_range allowed = {1, static_cast<std::int64_t>(most_points)};
    read.type = random != nullptr ? sample::kind::random : sample::kind::latin_hypercube;
    read.points =
        static_cast<std::uint64_t>(config::as_integer(random != nullptr ? *random : *hypercube, allowed));
    if (seed == nullptr) map.required("seed");
    read.seed =
        static_cast<std::uint32_t>(config::as_integer(*seed, {0, std::numeric_limits<std::uint32_t>::max()}));
    return read;
}

drawn_points draw_random(const sample& wanted, const grid& from) {
    if (wanted.points > from.size) refuse_few(wanted, from.size, from);
    return {from.size <= small_grid ? select_from_all(wanted, from) : draw_until_enough(wanted, from), 0};
}

drawn_points draw_latin_hypercube(const sample& wanted, const grid& from) {
    engine random(wanted.seed);
    drawn_points drawn;
    drawn.points.assign(wanted.points, 0);
    for (const std::uint64_t values : from.values) {
        give_up_if_stopped();
        const std::vector<std::uint64_t> strata = random_permutation(wanted.points, random);
        for (std::size_t i = 0; i < strata.size(); ++i) {
            // floor((s + u) / N * V) = floor((s V + floor(u V)) / N), in integers
            const std::uint64_t index = (strata[i] * values + draw_below(values, random)) / wanted.points;
            drawn.points[i] = drawn.points[i] * values + index;
        }
    }
    std::sort(drawn.points.begin(), drawn.points.end());
    drawn.points.erase(std::unique(drawn.points.begin(), drawn.points.end()), drawn.points.end());
    std::uint64_t looked_at = 0;
    const auto forbidden = [&](std::uint64_t point) {
        if (++looked_at % between_looks == 0) give_up_if_stopped();
        return !from.allowed(point);
    };
    if (!from.all_allowed) {
        drawn.points.erase(std::remove_if(drawn.points.begin(), drawn.points.end(), forbidden),
                           drawn.points.end());
    }
    if (drawn.points.empty()) {
        refuse("{}: the conditions allow none of the {} points drawn.", wanted.where.text(), wanted.points);
    }
    drawn.dropped = wanted.points - drawn.points.size();
    return drawn;
}

}  // namespace lacuna::sweep
