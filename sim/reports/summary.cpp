#include "sim/reports/summary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "sim/reports/energy_tables.h"
#include "sim/reports/row_columns.h"
#include "sim/reports/stream_table.h"
#include "sim/reports/text_table.h"
#include "sim/reports/zeros_table.h"

namespace lacuna::reports {

namespace {

using statistics::kind;
using align = text_table::align;

std::string measured(const row& r, const std::function<std::string(const figures&)>& cell) {
    return r.measured ? cell(*r.measured) : "-";
}

std::string time_table(const result& all) {
    std::vector<row_column> columns = identity_columns(all);
    const auto add = [&](const char* heading, std::function<std::string(const figures&)> cell) {
        columns.push_back(measured_column(heading, std::move(cell)));
    };
    add("cycles", [](const figures& f) { return with_commas(f.cycles); });
    const bool below_1 = any(all, [](const row& r) { return r.measured && r.measured->time_us < 1; });
    add("time\nus", [decimals = below_1 ? 4 : 2](const figures& f) {
        return fmt::format("{:.{}f}", f.time_us, decimals);
    });
    if (any(all, [](const row& r) { return r.reference_time_us.has_value(); })) {
        columns.push_back({"published\nus", align::right, [](const row& r) {
                               return r.reference_time_us ? fmt::format("{:#}", *r.reference_time_us) : "-";
                           }});
        columns.push_back({"ratio", align::right, [](const row& r) {
                               if (!r.reference_time_us || !r.measured) return std::string("-");
                               return fmt::format("{:.3f}", r.measured->time_us / *r.reference_time_us);
                           }});
    }
    add("utili-\nzation",
        [](const figures& f) { return f.multiplies() ? percent(f.utilization) : std::string("-"); });
    add("load\nbalance", [](const figures& f) { return f.load_balance ? percent(*f.load_balance) : "-"; });
    if (is_priced(all)) {
        for (row_column& column : energy_columns()) columns.push_back(std::move(column));
    }
    return table_of(all, columns);
}

std::string box_of(const std::string& counter) {
    return counter.substr(0, counter.rfind('.'));
}

/// The stalls that any row has, in the order of registration, but for those of boxes that no row has work
/// for: shared memory, say, where nothing is loaded.
std::vector<std::string> stall_names(const result& all) {
    std::set<std::string> stalled;
    std::set<std::string> boxes;
    for (const row& r : all.rows) {
        if (!r.measured) continue;
        boxes.insert(box_of(r.measured->limiting_stall));
        for (const statistics::total& total : r.measured->totals) {
            if (total.value == 0) continue;
            if (total.what->what == kind::stall) stalled.insert(total.what->name);
            if (total.what->what == kind::busy) boxes.insert(box_of(total.what->name));
        }
    }
    std::vector<std::string> names;
    for (const row& r : all.rows) {
        if (!r.measured) continue;
        for (const statistics::total& total : r.measured->totals) {
            const std::string& name = total.what->name;
            if (stalled.count(name) == 0 || boxes.count(box_of(name)) == 0) continue;
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        }
    }
    return names;
}

/// A stall as a share of all cycles of its box, busy ones included.
std::string stall_share(const figures& f, const std::string& name) {
    const std::string box = box_of(name);
    std::uint64_t stalled = 0;
    std::uint64_t elapsed = 0;
    for (const statistics::total& total : f.totals) {
        const bool is_time = total.what->what == kind::stall || total.what->what == kind::busy;
        if (!is_time || box_of(total.what->name) != box) continue;
        elapsed += total.value;
        if (total.what->name == name) stalled = total.value;
    }
    return elapsed == 0 ? "-" : percent(static_cast<double>(stalled) / static_cast<double>(elapsed));
}

std::string stall_table(const result& all) {
    const std::vector<std::string> names = stall_names(all);
    if (names.empty()) return {};
    std::vector<row_column> columns = identity_columns(all);
    for (const std::string& name : names) {
        const auto dot = name.rfind('.');
        columns.push_back(
            {name.substr(0, dot) + "\n" + name.substr(dot + 1), align::right, [name](const row& r) {
                 return measured(r, [&](const figures& f) { return stall_share(f, name); });
             }});
    }
    columns.push_back({"limiting stall", align::left, [](const row& r) {
                           return measured(r, [](const figures& f) {
                               return f.limiting_stall.empty() ? std::string("none") : f.limiting_stall;
                           });
                       }});
    return "\nCycles lost, as a share of the cycles of the box that stalls\n\n" + table_of(all, columns);
}

/// Loading and storing, and the parts in which a layer beyond the memories ran.
std::string io_table(const result& all) {
    const auto is_loaded = [](const row& r) { return r.measured && r.measured->io_cycles > 0; };
    if (!any(all, is_loaded)) return {};
    std::vector<row_column> columns = identity_columns(all);
    columns.push_back(
        measured_column("I/O\ncycles", [](const figures& f) { return with_commas(f.io_cycles); }));
    columns.push_back(measured_column("time\nus", [](const figures& f) {
        return fmt::format("{:.2f}", static_cast<double>(f.io_cycles) / f.clock_mhz);
    }));
    columns.push_back(
        measured_column("passes over\ninputs", [](const figures& f) { return with_commas(f.input_passes); }));
    columns.push_back(measured_column("passes over\noutputs",
                                      [](const figures& f) { return with_commas(f.output_passes); }));
    columns.push_back({"limits passed", align::left, [](const row& r) {
                           return measured(r, [](const figures& f) {
                               return f.limits_passed.empty()
                                          ? std::string("none")
                                          : fmt::format("{}", fmt::join(f.limits_passed, ", "));
                           });
                       }});
    return "\nLoading and storing, apart from the cycles of computing\n\n" + table_of(all, columns);
}

/// Of the rows that are computed in another arithmetic alone.
std::string deviation_table(const result& whole) {
    result all;
    std::copy_if(whole.rows.begin(), whole.rows.end(), std::back_inserter(all.rows),
                 [](const row& r) { return r.measured && r.measured->from_float; });
    if (all.rows.empty()) return {};
    std::vector<row_column> columns = identity_columns(all);
    const auto add = [&](const char* heading, std::function<std::string(const deviation&)> cell) {
        columns.push_back(measured_column(
            heading, [cell = std::move(cell)](const figures& f) { return cell(*f.from_float); }));
    };
    add("largest\ndifference", [](const deviation& d) { return fmt::format("{:.4g}", d.largest); });
    add("root mean\nsquare", [](const deviation& d) { return fmt::format("{:.4g}", d.root_mean_square); });
    // In significant digits, since wide formats deviate by far less than a tenth of a percent.
    add("of the\noutputs",
        [](const deviation& d) { return d.relative ? fmt::format("{:.3g} %", 100 * *d.relative) : "-"; });
    add("same largest\noutput", [](const deviation& d) { return percent(d.same_largest_output); });
    return "\nOutputs in the accelerator's arithmetic, against those of 32-bit floating point\n\n" +
           table_of(all, columns);
}

/// For each sort of box a table with a line an instance.
std::string instance_tables(const row& r) {
    std::vector<std::string> sorts;
    std::map<std::string, std::vector<const statistics::instance*>> boxes;
    for (const statistics::instance& box : r.measured->instances) {
        const std::string sort = statistics::without_indices(box.box);
        if (boxes[sort].empty()) sorts.push_back(sort);
        boxes[sort].push_back(&box);
    }
    std::string text = fmt::format("\nEvery box: {} on {}, {}\n", r.layer, r.accelerator, r.pattern);
    for (const std::string& sort : sorts) {
        text_table table;
        table.column("box", align::left);
        for (const statistics::total& total : boxes[sort].front()->counters) {
            table.column(total.what->name.substr(total.what->name.rfind('.') + 1) + "\n" + total.what->unit);
        }
        for (const statistics::instance* box : boxes[sort]) {
            std::vector<std::string> cells{box->box};
            for (const statistics::total& total : box->counters) cells.push_back(with_commas(total.value));
            table.row(std::move(cells));
        }
        text += "\n" + table.text();
    }
    return text;
}

/// A sentence, and the rows that it is of: those of one layer and pattern share it where it is the same.
struct note {
    std::string layer;
    std::string pattern;
    std::string text;
    std::vector<std::string> accelerators;
};

std::vector<note> notes_of(const result& all) {
    std::vector<note> found;
    std::map<std::array<std::string, 3>, std::size_t> places;
    const auto add = [&](const row& r, const std::string& text) {
        const auto [place, fresh] = places.emplace(std::array{r.layer, r.pattern, text}, found.size());
        if (fresh) found.push_back({r.layer, r.pattern, text, {}});
        found[place->second].accelerators.push_back(r.accelerator);
    };
    for (const row& r : all.rows) {
        if (!r.message.empty()) add(r, r.message);
        for (const std::string& text : r.notes) add(r, text);
    }
    return found;
}

std::string note_table(const result& all) {
    std::set<std::string> accelerators;
    for (const row& r : all.rows) accelerators.insert(r.accelerator);
    std::string text;
    for (const note& each : notes_of(all)) {
        const bool on_all = accelerators.size() > 1 && each.accelerators.size() == accelerators.size();
        const std::string label =
            fmt::format("{} on {}{}", each.layer,
                        on_all ? "every accelerator" : fmt::format("{}", fmt::join(each.accelerators, "; ")),
                        each.pattern == "as_is" ? "" : ", " + each.pattern);
        text += "  " + wrapped(fmt::format("{}: {}", label, each.text), 108, "    ") + "\n";
    }
    return text.empty() ? text : "\nNotes\n\n" + text;
}

}  // namespace

std::string summary(const result& all) {
    std::string text = all.name + (all.complete ? "" : " (interrupted: not complete)") + "\n\n";
    if (all.rows.empty()) return text + "No run was finished.\n";
    text += time_table(all) + zeros_table(all) + stream_table(all) + stall_table(all) + energy_shares(all) +
            io_table(all) + deviation_table(all);
    for (const row& r : all.rows) {
        if (r.measured && !r.measured->instances.empty()) text += instance_tables(r);
    }
    return text + note_table(all);
}

}  // namespace lacuna::reports
