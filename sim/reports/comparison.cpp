#include "sim/reports/comparison.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace lacuna::reports {

namespace {

using keyed_rows = std::map<row_key, const row*>;

keyed_rows rows_by_key(const result& all) {
    keyed_rows rows;
    for (const row& r : all.rows) rows.emplace(key_of(r, r.accelerator), &r);
    return rows;
}

}  // namespace

row_key key_of(const row& of, const std::string& accelerator) {
    return {of.layer, of.pattern, of.batch, accelerator};
}

std::vector<std::string> accelerators_of(const result& all) {
    std::vector<std::string> names;
    std::set<std::string> seen;
    for (const row& r : all.rows)
        if (seen.insert(r.accelerator).second) names.push_back(r.accelerator);
    return names;
}

result rows_on(const result& all, const std::function<bool(const std::string&)>& accelerator) {
    result chosen = all;
    chosen.rows.erase(std::remove_if(chosen.rows.begin(), chosen.rows.end(),
                                     [&](const row& r) { return !accelerator(r.accelerator); }),
                      chosen.rows.end());
    return chosen;
}

std::map<std::string, std::string> counterparts(const result& a, const result& b) {
    const std::vector<std::string> of_a = accelerators_of(a);
    const std::set<std::string> known(of_a.begin(), of_a.end());
    std::map<std::string, std::string> found;
    for (const std::string& name : accelerators_of(b)) {
        if (of_a.size() == 1) {
            found[name] = of_a.front();
        } else if (known.count(name) != 0) {
            found[name] = name;
        }
    }
    return found;
}

comparison compare(const result& a, const result& b) {
    const std::map<std::string, std::string> of_b = counterparts(a, b);
    std::map<std::string, std::vector<std::string>> of_a;
    for (const auto& [name_b, name_a] : of_b) of_a[name_a].push_back(name_b);
    const keyed_rows rows_a = rows_by_key(a);
    const keyed_rows rows_b = rows_by_key(b);

    comparison all;
    for (const row& r : b.rows) {
        const auto name = of_b.find(r.accelerator);
        if (name == of_b.end()) {
            all.only_b.push_back({r, {}});
            continue;
        }
        const auto found = rows_a.find(key_of(r, name->second));
        if (found == rows_a.end()) {
            all.only_b.push_back({r, {name->second}});
        } else {
            all.pairs.push_back({*found->second, r});
        }
    }
    for (const row& r : a.rows) {
        const auto names = of_a.find(r.accelerator);
        std::vector<std::string> missing_on;
        if (names != of_a.end())
            std::copy_if(names->second.begin(), names->second.end(), std::back_inserter(missing_on),
                         [&](const std::string& name) { return rows_b.count(key_of(r, name)) == 0; });
        if (names == of_a.end() || !missing_on.empty()) all.only_a.push_back({r, std::move(missing_on)});
    }
    return all;
}

}  // namespace lacuna::reports
