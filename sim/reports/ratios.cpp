#include "sim/reports/ratios.h"

#include <cmath>
#include <map>
#include <utility>

namespace lacuna::reports {

namespace {

using maybe = std::optional<double>;
using members = std::vector<const row_pair*>;

maybe cycles_of(const row& r) {
    return r.measured ? maybe(static_cast<double>(r.measured->cycles)) : std::nullopt;
}

maybe time_of(const row& r) {
    return r.measured ? maybe(r.measured->time_us) : std::nullopt;
}

maybe energy_of(const row& r) {
    return r.measured && r.measured->energy ? maybe(r.measured->energy->energy_uj) : std::nullopt;
}

maybe utilization_of(const row& r) {
    return r.measured && r.measured->multiplies() ? maybe(r.measured->utilization) : std::nullopt;
}

/// The pairs by what `key` says of each, in the order of their first ones.
template <class Key>
std::vector<members> grouped(const members& pairs, Key (*key)(const row_pair&)) {
    std::map<Key, std::size_t> places;
    std::vector<members> groups;
    for (const row_pair* pair : pairs) {
        const auto [place, fresh] = places.emplace(key(*pair), groups.size());
        if (fresh) groups.emplace_back();
        groups[place->second].push_back(pair);
    }
    return groups;
}

std::pair<std::string, std::string> accelerators(const row_pair& pair) {
    return {pair.a.accelerator, pair.b.accelerator};
}

std::pair<std::string, std::uint32_t> pattern_and_batch(const row_pair& pair) {
    return {pair.b.pattern, pair.b.batch};
}

mean_row mean_of(const members& pairs) {
    mean_row of;
    of.pairs = pairs.size();
    for (const compared_figure& figure : compared_figures()) {
        std::vector<maybe> ratios;
        for (const row_pair* pair : pairs) ratios.push_back(ratio(*pair, figure));
        of.ratios.push_back(geometric_mean_of(ratios));
    }
    return of;
}

/// Of each pattern and batch, where there are several.
std::vector<mean_row> means_by_work(const members& pairs) {
    std::vector<mean_row> means;
    const std::vector<members> groups = grouped(pairs, pattern_and_batch);
    if (groups.size() == 1) return means;
    for (const members& group : groups) {
        means.push_back(mean_of(group));
        means.back().pattern = group.front()->b.pattern;
        means.back().batch = group.front()->b.batch;
    }
    return means;
}

}  // namespace

const std::vector<compared_figure>& compared_figures() {
    static const std::vector<compared_figure> all = {{"cycles", "cycles", cycles_of},
                                                     {"time_us", "time", time_of},
                                                     {"energy_uj", "energy", energy_of},
                                                     {"utilization", "utilization", utilization_of}};
    return all;
}

std::optional<double> ratio(const row_pair& pair, const compared_figure& figure) {
    const maybe a = figure.value(pair.a);
    const maybe b = figure.value(pair.b);
    if (!a || !b || *a <= 0 || *b <= 0) return std::nullopt;
    const double quotient = *a / *b;
    return std::isnormal(quotient) ? maybe(quotient) : std::nullopt;
}

geometric_mean geometric_mean_of(const std::vector<std::optional<double>>& values) {
    geometric_mean of;
    double sum = 0;
    for (const maybe& value : values) {
        if (!value) continue;
        sum += std::log(*value);
        ++of.values;
    }
    if (of.values != 0) of.mean = std::exp(sum / static_cast<double>(of.values));
    return of;
}

std::vector<mean_row> mean_rows(const comparison& all) {
    members measured;
    for (const row_pair& pair : all.pairs)
        if (pair.is_measured()) measured.push_back(&pair);
    if (measured.empty()) return {};
    const std::vector<members> groups = grouped(measured, accelerators);
    std::vector<mean_row> means;
    for (const members& group : groups) {
        std::vector<mean_row> of_group = means_by_work(group);
        if (groups.size() > 1) {
            of_group.push_back(mean_of(group));
            for (mean_row& each : of_group) {
                each.accelerator_a = group.front()->a.accelerator;
                each.accelerator_b = group.front()->b.accelerator;
            }
        }
        means.insert(means.end(), of_group.begin(), of_group.end());
    }
    means.push_back(mean_of(measured));
    return means;
}

}  // namespace lacuna::reports
