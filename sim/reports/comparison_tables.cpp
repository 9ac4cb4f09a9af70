#include "sim/reports/comparison_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "sim/reports/comparison_notes.h"
#include "sim/reports/ratios.h"
#include "sim/reports/table_columns.h"

namespace lacuna::reports {

namespace {

using align = text_table::align;
using pair_columns = std::vector<table_column<row_pair>>;
using mean_name = std::function<std::optional<std::string>(const mean_row&)>;
using mean_columns = std::vector<table_column<mean_row>>;

bool any(const comparison& all, const std::function<bool(const row_pair&)>& condition) {
    return std::any_of(all.pairs.begin(), all.pairs.end(), condition);
}

bool several_on_a(const comparison& all) {
    return any(all, [&](const row_pair& p) { return p.a.accelerator != all.pairs.front().a.accelerator; });
}

bool several_on_b(const comparison& all) {
    return any(all, [&](const row_pair& p) { return p.b.accelerator != all.pairs.front().b.accelerator; });
}

/// Whether both sides of every pair have one name, which then needs no two columns.
bool by_name(const comparison& all) {
    return !any(all, [](const row_pair& p) { return p.a.accelerator != p.b.accelerator; });
}

/// The columns that tell pairs apart: those in which they differ, and the layer.
pair_columns identity_columns(const comparison& all) {
    pair_columns columns = {{"layer", align::left, [](const row_pair& p) { return p.b.layer; }}};
    if (several_on_a(all) && !by_name(all))
        columns.push_back({"A", align::left, [](const row_pair& p) { return p.a.accelerator; }});
    if (several_on_b(all))
        columns.push_back({by_name(all) ? "accelerator" : "B", align::left,
                           [](const row_pair& p) { return p.b.accelerator; }});
    if (any(all, [](const row_pair& p) { return p.b.pattern != "as_is"; }))
        columns.push_back({"pattern", align::left, [](const row_pair& p) { return p.b.pattern; }});
    if (any(all, [](const row_pair& p) { return p.b.batch != 1; }))
        columns.push_back(
            {"batch", align::right, [](const row_pair& p) { return std::to_string(p.b.batch); }});
    if (any(all, [](const row_pair& p) { return !p.is_measured(); })) {
        columns.push_back({"status\nA", align::left, [](const row_pair& p) { return p.a.status; }});
        columns.push_back({"status\nB", align::left, [](const row_pair& p) { return p.b.status; }});
    }
    return columns;
}

std::string cell_of(const row& r, const compared_figure& figure) {
    const std::optional<double> value = figure.value(r);
    if (!value) return "-";
    if (figure.name == "cycles") return with_commas(r.measured->cycles);
    return figure.name == "utilization" ? percent(*value) : four_digits(*value);
}

const compared_figure& figure_named(const std::string& name) {
    return *std::find_if(compared_figures().begin(), compared_figures().end(),
                         [&](const compared_figure& each) { return each.name == name; });
}

/// Both values under the heading, then A / B.
void add_figure(pair_columns& columns, const std::string& name, const std::string& heading) {
    const compared_figure& figure = figure_named(name);
    columns.push_back(
        {heading + "\nA", align::right, [&figure](const row_pair& p) { return cell_of(p.a, figure); }});
    columns.push_back(
        {heading + "\nB", align::right, [&figure](const row_pair& p) { return cell_of(p.b, figure); }});
    columns.push_back({"A / B", align::right, [&figure](const row_pair& p) {
                           const std::optional<double> quotient = ratio(p, figure);
                           return quotient ? times(*quotient) : "-";
                       }});
}

std::string limiting_stall(const row& r) {
    if (!r.measured) return "-";
    return r.measured->limiting_stall.empty() ? "none" : r.measured->limiting_stall;
}

std::string speed_table(const comparison& all) {
    pair_columns columns = identity_columns(all);
    add_figure(columns, "cycles", "cycles");
    add_figure(columns, "time_us", "time us");
    return table_of(all.pairs, columns);
}

/// Only of pairs whose both sides are priced: a price alone compares nothing.
std::string energy_table(const comparison& all) {
    comparison priced;
    std::copy_if(all.pairs.begin(), all.pairs.end(), std::back_inserter(priced.pairs), [](const row_pair& p) {
        return p.is_measured() && p.a.measured->energy && p.b.measured->energy;
    });
    if (priced.pairs.empty()) return {};
    pair_columns columns = identity_columns(priced);
    add_figure(columns, "energy_uj", "energy uJ");
    return "\nEnergy, of rows that are priced in both\n\n" + table_of(priced.pairs, columns);
}

std::string utilization_table(const comparison& all) {
    pair_columns columns = identity_columns(all);
    add_figure(columns, "utilization", "utilization");
    columns.push_back(
        {"limiting stall\nA", align::left, [](const row_pair& p) { return limiting_stall(p.a); }});
    columns.push_back(
        {"limiting stall\nB", align::left, [](const row_pair& p) { return limiting_stall(p.b); }});
    return "\nUtilization of the multipliers, and what they waited for most\n\n" +
           table_of(all.pairs, columns);
}

/// Beside a ratio that some pairs lack stands of how many it is.
void add_mean(mean_columns& columns, const std::vector<mean_row>& means, std::size_t figure) {
    const auto is_known = [&](const mean_row& m) { return m.ratios[figure].values != 0; };
    if (std::none_of(means.begin(), means.end(), is_known)) return;
    columns.push_back({compared_figures()[figure].ratio, align::right, [figure](const mean_row& m) {
                           const std::optional<double>& mean = m.ratios[figure].mean;
                           return mean ? times(*mean) : "-";
                       }});
    const auto is_of_all = [&](const mean_row& m) { return m.ratios[figure].values == m.pairs; };
    if (std::all_of(means.begin(), means.end(), is_of_all)) return;
    columns.push_back({"of rows", align::right,
                       [figure](const mean_row& m) { return with_commas(m.ratios[figure].values); }});
}

std::optional<std::string> batch_of(const mean_row& m) {
    return m.batch ? std::optional<std::string>(std::to_string(*m.batch)) : std::nullopt;
}

std::string mean_table(const comparison& all) {
    const std::vector<mean_row> means = mean_rows(all);
    const std::string heading = "\nGeometric means of A / B, over the rows that ran on both\n\n";
    if (means.empty()) return heading + "No row ran on both.\n";
    mean_columns columns;
    const auto add_name = [&](const char* name, const mean_name& of, align side = align::left) {
        if (std::none_of(means.begin(), means.end(), [&](const mean_row& m) { return of(m).has_value(); }))
            return;
        columns.push_back({name, side, [of](const mean_row& m) { return of(m).value_or("all"); }});
    };
    if (several_on_a(all) && !by_name(all)) add_name("A", [](const mean_row& m) { return m.accelerator_a; });
    if (several_on_b(all))
        add_name(by_name(all) ? "accelerator" : "B", [](const mean_row& m) { return m.accelerator_b; });
    add_name("pattern", [](const mean_row& m) { return m.pattern; });
    add_name("batch", batch_of, align::right);
    columns.push_back({"rows", align::right, [](const mean_row& m) { return with_commas(m.pairs); }});
    for (std::size_t i = 0; i < compared_figures().size(); ++i) add_mean(columns, means, i);
    return heading + table_of(means, columns);
}

/// The file of a result, which accelerators of it are compared, and its name.
std::string legend(const char* side, const origin& from, const std::set<std::string>& accelerators) {
    return wrapped(fmt::format("{}: {}, {} ({}{})", side, from.file,
                               accelerators.size() == 1 ? *accelerators.begin()
                                                        : fmt::format("{} accelerators", accelerators.size()),
                               from.name, from.complete ? "" : "; interrupted: not complete"),
                   110, "   ") +
           "\n";
}

}  // namespace

std::string comparison_summary(const std::vector<compared_results>& all) {
    std::string text;
    for (const compared_results& compared : all) {
        const comparison& rows = compared.rows;
        std::set<std::string> on_a;
        std::set<std::string> on_b;
        for (const row_pair& pair : rows.pairs) {
            on_a.insert(pair.a.accelerator);
            on_b.insert(pair.b.accelerator);
        }
        text += (text.empty() ? "" : "\n\n") + legend("A", compared.a, on_a) + legend("B", compared.b, on_b);
        text +=
            "A / B is above 1 where B takes fewer cycles, less time or less energy, and where A has the "
            "higher utilization.\n\n";
        text += speed_table(rows) + energy_table(rows) + utilization_table(rows) + mean_table(rows) +
                comparison_notes(rows);
    }
    return text;
}

}  // namespace lacuna::reports
