#include "sim/sweep/reports/non_dominated.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "sim/config/interruption.h"

namespace lacuna::sweep {

namespace {

using places = std::vector<std::size_t>;

void append(places& to, const places& from) {
    to.insert(to.end(), from.begin(), from.end());
}

class front_search {
  public:
    explicit front_search(const std::vector<coordinates>& points)
        : points_(points), dimensions_(points.front().size()) {}

    /// Of different points in lexicographic order: none is dominated by one behind it.
    places front(const places& of) const {
        if (of.size() <= 1) return of;
        give_up_if_stopped();
        const auto middle = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
        places first = front({of.begin(), middle});
        // The first half is nowhere greater in coordinate 0, so the others decide.
        append(first, not_covered(first, front({middle, of.end()}), 1));
        return first;
    }

  private:
    /// Those of `candidates` that none of `by` covers, which is: is nowhere greater, from coordinate k on. A
    /// candidate is not among `by`.
    places not_covered(const places& by, const places& candidates, std::size_t k) const {
        if (by.empty() || candidates.empty()) return candidates;
        if (k >= dimensions_) return {};
        if (k + 2 >= dimensions_) return not_covered_in_plane(by, candidates, k);
        constexpr std::size_t few = 1024;
        if (by.size() * candidates.size() <= few) return not_covered_one_by_one(by, candidates, k);
        return not_covered_divided(by, candidates, k);
    }

    places not_covered_one_by_one(const places& by, const places& candidates, std::size_t k) const {
        places left;
        for (const std::size_t candidate : candidates) {
            const bool covered = std::any_of(by.begin(), by.end(), [&](std::size_t b) {
                for (std::size_t c = k; c < dimensions_; ++c)
                    if (points_[b][c] > points_[candidate][c]) return false;
                return true;
            });
            if (!covered) left.push_back(candidate);
        }
        return left;
    }

    /// At most two coordinates are left: a sweep along one of them.
    places not_covered_in_plane(places by, places candidates, std::size_t k) const {
        const std::size_t last = dimensions_ - 1;
        const auto along = [&](std::size_t a, std::size_t b) { return points_[a][k] < points_[b][k]; };
        std::sort(by.begin(), by.end(), along);
        std::sort(candidates.begin(), candidates.end(), along);
        double least = std::numeric_limits<double>::infinity();
        auto next = by.begin();
        places left;
        bool any = false;  // so that the least may be infinite
        for (const std::size_t candidate : candidates) {
            for (; next != by.end() && !along(candidate, *next); ++next) {
                least = std::min(least, points_[*next][last]);
                any = true;
            }
            if (!any || points_[candidate][last] < least) left.push_back(candidate);
        }
        return left;
    }

    /// About a value of coordinate k: what is smaller there needs no look at that coordinate again.
    places not_covered_divided(const places& by, const places& candidates, std::size_t k) const {
        const double pivot = median(by, candidates, k);
        const parts b = divided(by, pivot, k);
        const parts c = divided(candidates, pivot, k);
        places up_to_pivot = b.below;
        append(up_to_pivot, b.at);
        places left = not_covered(b.below, c.below, k);
        append(left, not_covered(up_to_pivot, c.at, k + 1));
        append(left, not_covered(up_to_pivot, not_covered(b.above, c.above, k), k + 1));
        return left;
    }

    struct parts {
        places below, at, above;
    };

    parts divided(const places& all, double pivot, std::size_t k) const {
        parts divided;
        for (const std::size_t each : all) {
            const double at = points_[each][k];
            (at < pivot ? divided.below : at > pivot ? divided.above : divided.at).push_back(each);
        }
        return divided;
    }

    double median(const places& by, const places& candidates, std::size_t k) const {
        std::vector<double> all;
        for (const places* each : {&by, &candidates})
            for (const std::size_t place : *each) all.push_back(points_[place][k]);
        const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
        std::nth_element(all.begin(), middle, all.end());
        return *middle;
    }

    const std::vector<coordinates>& points_;
    std::size_t dimensions_;
};

}  // namespace

std::vector<std::size_t> non_dominated(const std::vector<coordinates>& points) {
    if (points.empty()) return {};
    places order(points.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
    places different;
    for (const std::size_t each : order)
        if (different.empty() || points[different.back()] != points[each]) different.push_back(each);
    places front = front_search(points).front(different);
    std::sort(front.begin(), front.end(),
              [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
    places all;
    auto of_front = front.begin();
    for (const std::size_t each : order) {
        while (of_front != front.end() && points[*of_front] < points[each]) ++of_front;
        if (of_front != front.end() && points[*of_front] == points[each]) all.push_back(each);
    }
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace lacuna::sweep
