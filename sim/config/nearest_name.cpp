#include "sim/config/nearest_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/config/quoted.h"

namespace lacuna::config {
namespace {

std::size_t levenshtein_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view unknown, const std::vector<std::string>& known) {
    constexpr std::size_t longest = 200;  // the distance costs the product of the lengths
    std::optional<std::string> nearest;
    std::size_t least = 0;
    for (const std::string& name : known) {
        const auto [shorter, longer] = std::minmax({name.size(), unknown.size()});
        const std::size_t near = std::max<std::size_t>(1, longer / 3);
        if (longer > longest || longer - shorter > near) continue;
        const std::size_t distance = levenshtein_distance(name, unknown);
        if (distance > near || (nearest && distance >= least)) continue;
        nearest = name;
        least = distance;
    }
    return nearest;
}

std::string list_of_names(const std::vector<std::string>& names) {
    constexpr std::size_t most = 12;
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
        if (i > 0) list += ", ";
        list += shown(names[i]);
    }
    if (names.size() > most) list += fmt::format(" and {} more", names.size() - most);
    return list;
}

std::string nearest_name_hint(std::string_view unknown, const std::vector<std::string>& known) {
    if (known.empty()) return "";
    if (const auto nearest = nearest_name(unknown, known))
        return fmt::format(" (did you mean {}?)", in_quotes(*nearest));
    return "; known are: " + list_of_names(known);
}

}  // namespace lacuna::config
