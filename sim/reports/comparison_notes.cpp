#include "sim/reports/comparison_notes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "sim/config/nearest_name.h"
#include "sim/reports/text_table.h"

namespace lacuna::reports {

namespace {

std::string name_of(const row& r) {
    return fmt::format("{} on {}{}{}", r.layer, r.accelerator, r.pattern == "as_is" ? "" : ", " + r.pattern,
                       r.batch == 1 ? "" : fmt::format(", batch {}", r.batch));
}

/// "a; b; c; and 4 more"
std::string first_of(std::vector<std::string> names) {
    constexpr std::size_t most = 4;
    const std::size_t more = names.size() - std::min(names.size(), most);
    names.resize(names.size() - more);
    if (more != 0) names.push_back(fmt::format("and {} more", more));
    return fmt::format("{}", fmt::join(names, "; "));
}

std::string note(const std::string& sentence) {
    return "  " + wrapped(sentence, 108, "    ") + "\n";
}

std::string note_of_lone_rows(const char* side, const char* other, const std::vector<lone_row>& rows) {
    if (rows.empty()) return {};
    std::vector<std::string> names;
    for (const lone_row& lone : rows) {
        const std::vector<std::string>& on = lone.missing_on;
        const bool by_name = on.empty() || on == std::vector{lone.of.accelerator};
        names.push_back(name_of(lone.of) +
                        (by_name ? "" : fmt::format(" (not on {})", config::list_of_names(on))));
    }
    const bool one = rows.size() == 1;
    return note(fmt::format("{} row{} of {} {} no counterpart in {}: {}.", with_commas(rows.size()),
                            one ? "" : "s", side, one ? "has" : "have", other, first_of(std::move(names))));
}

/// The dense MACs are the layer's own, whatever runs it.
std::string note_of_other_layers(const comparison& all) {
    std::vector<std::string> names;
    for (const row_pair& pair : all.pairs) {
        if (!pair.is_measured() || pair.a.measured->macs_dense == pair.b.measured->macs_dense) continue;
        names.push_back(fmt::format("{} ({} and {})", name_of(pair.b),
                                    with_commas(pair.a.measured->macs_dense),
                                    with_commas(pair.b.measured->macs_dense)));
    }
    if (names.empty()) return {};
    return note(fmt::format(
        "A and B differ in the dense MACs of a layer, so that it is not the same in both, though its name is: {}.",
        first_of(std::move(names))));
}

}  // namespace

std::string comparison_notes(const comparison& all) {
    const std::string text = note_of_lone_rows("A", "B", all.only_a) +
                             note_of_lone_rows("B", "A", all.only_b) + note_of_other_layers(all);
    return text.empty() ? text : "\nNotes\n\n" + text;
}

}  // namespace lacuna::reports
