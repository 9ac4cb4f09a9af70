#include "sim/sweep/merging/agreement.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/input_error.h"

namespace lacuna::sweep {

namespace {

/// "layer 'fc6' on 'eie', 'as_is'".
std::string name_of(const record& row) {
    return fmt::format("layer {} on {}, {}", shown_value(cell_of(row, "layer")),
                       shown_value(cell_of(row, "accelerator")), shown_value(cell_of(row, "pattern")));
}

/// In what two rows differ: "cycles is 5 in the first and 6 in the second".
std::string difference(const record& a, const record& b) {
    for (const record* row : {&a, &b}) {
        for (const std::string& column : row->columns) {
            const value in_a = cell_of(a, column);
            const value in_b = cell_of(b, column);
            if (in_a != in_b)
                return fmt::format("{} is {} in the first and {} in the second", column, shown_value(in_a),
                                   shown_value(in_b));
        }
    }
    return "they have different columns";
}

}  // namespace

void check_agreement(std::uint64_t point, const std::string& folder_a, const part_rows& a,
                     const std::string& folder_b, const part_rows& b) {
    for (const auto& [number, row] : a) {
        const auto same = b.find(number);
        if (same == b.end()) break;
        if (row.columns == same->second.columns && row.values == same->second.values) continue;
        refuse("{} and {} disagree on point {}, {}: {}.", folder_a, folder_b, point, name_of(row),
               difference(row, same->second));
    }
    const auto has_same_number = [](const auto& one, const auto& other) { return one.first == other.first; };
    if (!std::equal(a.begin(), a.end(), b.begin(), b.end(), has_same_number))
        refuse("{} and {} disagree on point {}: a part of it has {} rows in the first and {} in the second.",
               folder_a, folder_b, point, a.size(), b.size());
}

}  // namespace lacuna::sweep
