#include "sim/statistics/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

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

std::size_t registry::described(const std::string& box, const definition& what) {
    const std::string full_name = without_indices(box) + "." + what.name;
    const auto [place, is_new] = description_index_.try_emplace(full_name, descriptions_.size());
    if (is_new) {
        descriptions_.push_back({full_name, what.what, what.unit, what.meaning});
        return place->second;
    }
    const description& known = descriptions_[place->second];
    if (known.what != what.what || known.unit != what.unit || known.meaning != what.meaning)
        throw std::logic_error(fmt::format("two instances of {} describe it differently", full_name));
    return place->second;
}

void registry::add(const std::string& box, const definition& what, std::uint64_t& counter) {
    const auto [place, is_new] = group_index_.try_emplace(box, groups_.size());
    if (is_new) groups_.push_back({box, false, 1, {""}, {}});
    groups_[place->second].counters.push_back(
        {0, described(box, what), [&counter](std::size_t) -> std::uint64_t& { return counter; }});
    counter = 0;
}

registry::array registry::add_array(const std::string& name, std::size_t boxes) {
    groups_.push_back({name, true, boxes, {}, {}});
    return {*this, groups_.size() - 1};
}

void registry::array::add(const std::string& below, const definition& what,
                          std::function<std::uint64_t&(std::size_t)> counter_of) {
    group& of = all_.groups_[group_];
    const auto known = std::find(of.parts.begin(), of.parts.end(), below);
    const auto part = static_cast<std::size_t>(known - of.parts.begin());
    if (known == of.parts.end()) of.parts.push_back(below);
    for (std::size_t i = 0; i < of.size; ++i) counter_of(i) = 0;
    of.counters.push_back({part, all_.described(of.name + below, what), std::move(counter_of)});
}

std::string registry::box_of(const group& of, std::size_t i, std::size_t part) {
    return of.is_array ? fmt::format("{}[{}]{}", of.name, i, of.parts[part]) : of.name;
}

void registry::reset() {
    for (const group& of : groups_)
        for (const counter& each : of.counters)
            for (std::size_t i = 0; i < of.size; ++i) each.of(i) = 0;
}

std::vector<std::uint64_t> registry::values() const {
    std::vector<std::uint64_t> all;
    for (const group& of : groups_)
        for (const counter& each : of.counters)
            for (std::size_t i = 0; i < of.size; ++i) all.push_back(each.of(i));
    return all;
}

void registry::repeat_since(const std::vector<std::uint64_t>& values, std::uint64_t times) {
    std::size_t at = 0;
    for (const group& of : groups_)
        for (const counter& each : of.counters)
            for (std::size_t i = 0; i < of.size; ++i, ++at)
                each.of(i) += (each.of(i) - values[at]) * (times - 1);
}

void registry::add_to_each(std::string_view name, std::uint64_t amount) {
    bool is_known = false;
    for (const group& of : groups_) {
        for (const counter& each : of.counters) {
            if (descriptions_[each.description].name != name) continue;
            for (std::size_t i = 0; i < of.size; ++i) each.of(i) += amount;
            is_known = true;
        }
    }
    if (!is_known) throw std::logic_error(fmt::format("no statistic is named {}", name));
}

std::vector<total> registry::totals() const {
    std::vector<total> sums;
    sums.reserve(descriptions_.size());
    for (const description& what : descriptions_) sums.push_back({&what, 0});
    for (const group& of : groups_)
        for (const counter& each : of.counters)
            for (std::size_t i = 0; i < of.size; ++i) sums[each.description].value += each.of(i);
    return sums;
}

std::vector<instance> registry::instances() const {
    std::vector<instance> all;
    for (const group& of : groups_) {
        for (std::size_t i = 0; i < of.size; ++i) {
            const std::size_t first = all.size();
            for (std::size_t part = 0; part < of.parts.size(); ++part)
                all.push_back({box_of(of, i, part), {}});
            for (const counter& each : of.counters)
                all[first + each.part].counters.push_back({&descriptions_[each.description], each.of(i)});
        }
    }
    return all;
}

std::uint64_t registry::total_of(std::string_view name) const {
    bool is_known = false;
    std::uint64_t sum = 0;
    for (const group& of : groups_) {
        for (const counter& each : of.counters) {
            if (descriptions_[each.description].name != name) continue;
            for (std::size_t i = 0; i < of.size; ++i) sum += each.of(i);
            is_known = true;
        }
    }
    if (!is_known) throw std::logic_error(fmt::format("no statistic is named {}", name));
    return sum;
}

void registry::check_conservation(std::uint64_t elapsed_cycles) const {
    for (const group& of : groups_) {
        for (std::size_t part = 0; part < of.parts.size(); ++part) {
            std::vector<const counter*> accounts;
            for (const counter& each : of.counters) {
                const kind what = descriptions_[each.description].what;
                if (each.part == part && (what == kind::busy || what == kind::stall))
                    accounts.push_back(&each);
            }
            for (std::size_t i = 0; i < of.size && !accounts.empty(); ++i) {
                std::uint64_t accounted = 0;
                for (const counter* each : accounts) accounted += each->of(i);
                if (accounted == elapsed_cycles) continue;
                throw std::logic_error(fmt::format(
                    "{} accounts for {} of {} elapsed cycles: busy and stall cycles must sum to them",
                    box_of(of, i, part), accounted, elapsed_cycles));
            }
        }
    }
}

}  // namespace lacuna::statistics
