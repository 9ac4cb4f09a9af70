#include "sim/statistics/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace lacuna::statistics {

std::string_view name_of(kind what) {
    switch (what) {
        case kind::busy:
            return "busy";
        case kind::stall:
            return "stall";
        case kind::action:
            return "action";
        case kind::amount:
            return "amount";
    }
    throw std::logic_error("a statistic of no known kind");
}

std::string without_indices(std::string_view box) {
    std::string name;
    bool inside = false;
    for (const char c : box) {
        if (c == '[') inside = true;
        if (!inside) name += c;
        if (c == ']') inside = false;
    }
    return name;
}

void registry::add(const std::string& box, const definition& what, std::uint64_t& counter) {
    const auto [place, is_new] = box_index_.try_emplace(box, boxes_.size());
    const std::size_t owner = place->second;
    if (is_new) boxes_.push_back(box);
    const std::string full_name = without_indices(box) + "." + what.name;
    auto known = std::find_if(descriptions_.begin(), descriptions_.end(),
                              [&](const description& other) { return other.name == full_name; });
    if (known == descriptions_.end()) {
        known = descriptions_.insert(known, description{full_name, what.what, what.unit, what.meaning});
    } else if (known->what != what.what || known->unit != what.unit || known->meaning != what.meaning) {
        throw std::logic_error(fmt::format("two instances of {} describe it differently", full_name));
    }
    const auto which = static_cast<std::size_t>(known - descriptions_.begin());
    counters_.push_back({owner, which, &counter});
    counter = 0;
}

void registry::reset() {
    for (const counter& each : counters_) *each.value = 0;
}

std::vector<std::uint64_t> registry::values() const {
    std::vector<std::uint64_t> all;
    all.reserve(counters_.size());
    for (const counter& each : counters_) all.push_back(*each.value);
    return all;
}

void registry::repeat_since(const std::vector<std::uint64_t>& values, std::uint64_t times) {
    for (std::size_t i = 0; i < counters_.size(); ++i)
        *counters_[i].value += (*counters_[i].value - values[i]) * (times - 1);
}

void registry::add_to_each(std::string_view name, std::uint64_t amount) {
    bool is_known = false;
    for (const counter& each : counters_) {
        if (descriptions_[each.description].name != name) continue;
        *each.value += amount;
        is_known = true;
    }
    if (!is_known) throw std::logic_error(fmt::format("no statistic is named {}", name));
}

std::vector<total> registry::totals() const {
    std::vector<total> sums;
    sums.reserve(descriptions_.size());
    for (const description& what : descriptions_) sums.push_back({&what, 0});
    for (const counter& each : counters_) sums[each.description].value += *each.value;
    return sums;
}

std::vector<instance> registry::instances() const {
    std::vector<instance> all;
    all.reserve(boxes_.size());
    for (const std::string& box : boxes_) all.push_back({box, {}});
    for (const counter& each : counters_) {
        all[each.box].counters.push_back({&descriptions_[each.description], *each.value});
    }
    return all;
}

std::uint64_t registry::total_of(std::string_view name) const {
    for (const total& sum : totals()) {
        if (sum.what->name == name) return sum.value;
    }
    throw std::logic_error(fmt::format("no statistic is named {}", name));
}

void registry::check_conservation(std::uint64_t elapsed_cycles) const {
    for (const instance& box : instances()) {
        std::uint64_t accounted = 0;
        bool accounts = false;
        for (const total& each : box.counters) {
            if (each.what->what != kind::busy && each.what->what != kind::stall) continue;
            accounts = true;
            accounted += each.value;
        }
        if (accounts && accounted != elapsed_cycles) {
            throw std::logic_error(
                fmt::format("{} accounts for {} of {} elapsed cycles: busy and stall cycles must sum to them",
                            box.box, accounted, elapsed_cycles));
        }
    }
}

}  // namespace lacuna::statistics
