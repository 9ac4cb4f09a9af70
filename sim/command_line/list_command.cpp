/// lacuna list: everything that configs and results can name, with unit, default, meaning and source.
#include <fmt/format.h>

#include "sim/accelerator/model.h"
#include "sim/command_line/list_energy.h"
#include "sim/command_line/options.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/formats/known_formats.h"
#include "sim/patterns/pattern.h"
#include "sim/reports/text_table.h"

namespace lacuna::command_line {

namespace {

using align = reports::text_table::align;

std::vector<std::string> engine_names(const model& each) {
    std::vector<std::string> names;
    for (const engine which : each.engines) names.push_back(name_of(which));
    return names;
}

void list_models() {
    for (const model& each : models()) {
        fmt::print("{}\n  {}\n  Source: {}\n  Engines: {}\n  Not modelled: {}\n\n", each.name, each.summary,
                   each.source, fmt::join(engine_names(each), ", "),
                   reports::wrapped(each.not_modelled, 100, "    "));
        for (const config::parameter_description& parameter : each.parameters()->list().describe()) {
            const std::string unit = parameter.unit.empty() ? "" : " " + parameter.unit;
            fmt::print("  {}: {}{} ({})\n    {}\n    Source: {}\n", parameter.name, parameter.default_value,
                       unit, parameter.allowed, reports::wrapped(parameter.meaning, 100, "    "),
                       parameter.source);
        }
        fmt::print("\n");
    }
}

void list_patterns() {
    reports::text_table table;
    for (const char* heading : {"pattern", "as configs write it", "source"})
        table.column(heading, align::left);
    std::string meanings;
    for (const patterns::pattern_description& pattern : patterns::known_patterns()) {
        table.row({pattern.name, pattern.syntax, pattern.source});
        meanings +=
            "\n" + reports::wrapped(fmt::format("{}: {}", pattern.name, pattern.meaning), 110, "  ") + "\n";
    }
    fmt::print("{}{}", table.text(), meanings);
}

void list_formats() {
    for (const formats::format_description& format : formats::known_formats()) {
        fmt::print("{}\n  {}\n  Source: {}\n", format.name, reports::wrapped(format.meaning, 108, "  "),
                   format.source);
    }
}

void list_statistics() {
    for (const model& each : models()) {
        const std::unique_ptr<accelerator> hardware = each.parameters()->build(each.name, engine::clocked);
        reports::text_table table;
        for (const char* heading : {"statistic", "kind", "unit", "meaning"})
            table.column(heading, align::left);
        for (const statistics::description& statistic : hardware->statistics().descriptions()) {
            table.row({statistic.name, std::string(statistics::name_of(statistic.what)), statistic.unit,
                       statistic.meaning});
        }
        fmt::print("{}\n\n{}\n", each.name, table.text());
    }
}

struct subject {
    std::string name;
    void (*print)();
};

/// The one subject whose entries stand in files.
constexpr const char* energy_tables = "energy";

}  // namespace

int list(const std::vector<std::string>& arguments) {
    const std::vector<subject> subjects = {{"models", list_models},
                                           {"patterns", list_patterns},
                                           {"formats", list_formats},
                                           {"statistics", list_statistics}};
    std::vector<std::string> names;
    for (const subject& each : subjects) names.push_back(each.name);
    names.emplace_back(energy_tables);
    const std::string choices = fmt::format("{}", fmt::join(names, "|"));
    const usage text{
        "lacuna list " + choices,
        "Prints what configs and results can name, with unit, default, meaning and source. After energy "
        "come energy tables:\nlacuna list energy configs/energy/eie-45nm.yaml prints every price in one.",
        "subject"};
    const auto values = parse(arguments, text, boost::program_options::options_description("Options"));
    if (!values) return right;
    const auto& asked = (*values)["subject"].as<std::vector<std::string>>();
    if (!asked.empty() && asked.front() == energy_tables) {
        list_energy({asked.begin() + 1, asked.end()});
        return right;
    }
    if (asked.size() != 1) refuse("lacuna list needs one of: {}.", fmt::join(names, ", "));
    for (const subject& each : subjects) {
        if (each.name != asked.front()) continue;
        each.print();
        return right;
    }
    refuse("lacuna list has no {}{}.", config::in_quotes(asked.front()),
           config::nearest_name_hint(asked.front(), names));
}

}  // namespace lacuna::command_line
