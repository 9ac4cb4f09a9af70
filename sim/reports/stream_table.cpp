#include "sim/reports/stream_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <utility>

#include "sim/reports/row_columns.h"

namespace lacuna::reports {

namespace {

using align = text_table::align;

row_column stream_column(const std::string& heading, align side,
                         std::function<std::string(const stream_figures&)> cell) {
    return {heading, side, [cell = std::move(cell)](const row& r) { return cell(*r.measured->stream); }};
}

std::string published(const std::optional<double>& figure) {
    return figure ? fmt::format("{:#}", *figure) : "-";
}

/// What a row's cycles an iteration are apart from the measured ones, as `cell` writes both.
row_column against_measured(const std::string& heading, std::function<std::string(double, double)> cell) {
    return {heading, align::right, [cell = std::move(cell)](const row& r) {
                const std::optional<double>& measured = r.reference_cycles_per_iteration;
                return measured ? cell(r.measured->stream->cycles_per_iteration, *measured)
                                : std::string("-");
            }};
}

}  // namespace

std::string stream_table(const result& whole) {
    result all;
    std::copy_if(whole.rows.begin(), whole.rows.end(), std::back_inserter(all.rows),
                 [](const row& r) { return r.measured && r.measured->stream; });
    if (all.rows.empty()) return {};
    std::vector<row_column> columns = identity_columns(all);
    const auto add = [&](const char* heading, align side,
                         std::function<std::string(const stream_figures&)> cell) {
        columns.push_back(stream_column(heading, side, std::move(cell)));
    };
    add("instruction", align::left, [](const stream_figures& f) { return f.instruction; });
    add("warps", align::right, [](const stream_figures& f) { return with_commas(f.warps); });
    add("ILP", align::right, [](const stream_figures& f) { return with_commas(f.ilp); });
    add("cycles/\niteration", align::right,
        [](const stream_figures& f) { return fmt::format("{:.2f}", f.cycles_per_iteration); });
    if (any(all, [](const row& r) { return r.reference_cycles_per_iteration.has_value(); })) {
        columns.push_back({"measured", align::right,
                           [](const row& r) { return published(r.reference_cycles_per_iteration); }});
        columns.push_back(against_measured("difference\ncycles", [](double simulated, double measured) {
            return fmt::format("{:+.2f}", simulated - measured);
        }));
        columns.push_back(against_measured("error", [](double simulated, double measured) {
            const double tenths = std::round(1000 * (simulated / measured - 1));
            return fmt::format("{:+.1f} %", tenths / 10 + 0.0);  // never -0.0
        }));
    }
    if (any(all, [](const row& r) { return r.measured->stream->bytes_per_cycle.has_value(); })) {
        add("bytes/\ncycle", align::right, [](const stream_figures& f) {
            return f.bytes_per_cycle ? fmt::format("{:.2f}", *f.bytes_per_cycle) : "-";
        });
    }
    if (any(all, [](const row& r) { return r.reference_bytes_per_cycle.has_value(); })) {
        columns.push_back(
            {"measured", align::right, [](const row& r) { return published(r.reference_bytes_per_cycle); }});
    }
    return "\nInstruction streams, beside measured figures where there are any\n\n" + table_of(all, columns);
}

}  // namespace lacuna::reports
