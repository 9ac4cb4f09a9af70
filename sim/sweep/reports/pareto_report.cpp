#include "sim/sweep/reports/pareto_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/reports/text_table.h"
#include "sim/sweep/reports/layer_figures.h"

namespace lacuna::sweep {

namespace {

using align = reports::text_table::align;

/// "energy_uj" as "energy" above "uJ", as the tables of `lacuna run` have it.
std::string heading(const std::string& column) {
    static const std::vector<std::pair<std::string, std::string>> units = {
        {"_us", "us"}, {"_uj", "uJ"}, {"_mw", "mW"}, {"_mm2", "mm2"}, {"_mhz", "MHz"}, {"_bytes", "bytes"}};
    const std::size_t dot = std::min(column.find('.'), column.size());
    for (const auto& [ending, unit] : units) {
        if (dot <= ending.size() || column.compare(dot - ending.size(), ending.size(), ending) != 0) continue;
        return column.substr(0, dot - ending.size()) + column.substr(dot) + "\n" + unit;
    }
    return column;
}

std::string figure_text(const std::string& column, const value& figure) {
    const double number = number_in(figure).value_or(0);
    if (column == "utilization" || column == "load_balance") return reports::percent(number);
    const auto* whole = std::get_if<std::int64_t>(&figure);
    if (whole != nullptr && *whole >= 0) return reports::with_commas(static_cast<std::uint64_t>(*whole));
    return whole != nullptr ? std::to_string(*whole) : reports::four_digits(number);
}

/// As --set takes it.
std::string parameter_text(const value& held) {
    if (const auto* text = std::get_if<std::string>(&held)) return *text;
    return std::holds_alternative<std::nullptr_t>(held) ? "null" : shown_value(held);
}

bool are_numbers(const pareto_front& front, std::size_t parameter) {
    return std::all_of(front.members.begin(), front.members.end(), [&](const front_member& each) {
        return number_in(each.parameters[parameter]).has_value();
    });
}

}  // namespace

std::vector<std::string> front_columns(const table& of, const pareto_query& asked) {
    std::vector<std::string> all = of.parameters();
    all.insert(all.begin(), "point");
    all.insert(all.end(), {"accelerator", "pattern"});
    for (const objective& each : asked.objectives)
        if (std::find(all.begin(), all.end(), each.column) == all.end()) all.push_back(each.column);
    return all;
}

std::vector<value> front_row(const front_member& member, const std::vector<std::string>& columns,
                             const pareto_query& asked) {
    std::vector<value> all = {static_cast<std::int64_t>(member.point)};
    all.insert(all.end(), member.parameters.begin(), member.parameters.end());
    all.insert(all.end(), {member.accelerator, member.pattern});
    const std::size_t others = all.size();
    for (std::size_t i = 0; i < asked.objectives.size(); ++i) {
        const auto end = columns.begin() + static_cast<std::ptrdiff_t>(others);
        if (std::find(columns.begin(), end, asked.objectives[i].column) == end)
            all.push_back(member.figures[i]);
    }
    return all;
}

std::string front_text(const table& of, const pareto_query& asked, const pareto_front& front) {
    const bool shows_accelerator = front.accelerators.size() > 1;
    const bool shows_pattern = front.patterns.size() > 1;
    reports::text_table lines;
    lines.column("point");
    for (std::size_t p = 0; p < of.parameters().size(); ++p)
        lines.column(of.parameters()[p], are_numbers(front, p) ? align::right : align::left);
    if (shows_accelerator) lines.column("accelerator", align::left);
    if (shows_pattern) lines.column("pattern", align::left);
    for (const objective& each : asked.objectives) lines.column(heading(each.column));
    for (const front_member& member : front.members) {
        std::vector<std::string> cells = {std::to_string(member.point)};
        for (const value& each : member.parameters) cells.push_back(parameter_text(each));
        if (shows_accelerator) cells.push_back(member.accelerator);
        if (shows_pattern) cells.push_back(member.pattern);
        for (std::size_t i = 0; i < member.figures.size(); ++i)
            cells.push_back(figure_text(asked.objectives[i].column, member.figures[i]));
        lines.row(std::move(cells));
    }
    return lines.text();
}

std::string comparison_text(const pareto_front& front) {
    std::string text = reports::counted(front.candidates, "design") + " compared";
    std::string out;
    const auto add = [&](std::uint64_t number, const std::string& what, const std::string& why) {
        if (number > 0)
            out += fmt::format("{}{} {}", out.empty() ? "" : ", ", reports::counted(number, what), why);
    };
    add(front.left.unfinished_points, "point", "not finished");
    add(front.left.not_ok, "design", "with a layer that is not ok");
    add(front.without_figure, "design", "without an objective");
    add(front.left.against_where, "design", "against --where");
    return out.empty() ? text : text + "; left out: " + out;
}

}  // namespace lacuna::sweep
