/// lacuna energy: prices the counts of a saved result with an energy table, and simulates nothing.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/command_line/options.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/reports/csv.h"
#include "sim/reports/energy_tables.h"
#include "sim/reports/saved_result.h"

namespace lacuna::command_line {

namespace {

namespace po = boost::program_options;
using texts = std::vector<std::string>;

/// A table, and the accelerator it is for, by the name of a variant or of all of them: every one where none
/// is named.
struct chosen_table {
    std::optional<std::string> accelerator;
    std::string file;
};

/// "eie" of the variant "eie, pes 4", and of "eie".
std::string name_in_config(const std::string& accelerator) {
    return accelerator.substr(0, accelerator.find(','));
}

bool is_named(const std::string& accelerator, const std::string& name) {
    return name == accelerator || name == name_in_config(accelerator);
}

/// "TABLE", or "ACCELERATOR=TABLE" where the result has such an accelerator.
chosen_table read_choice(const std::string& text, const reports::saved_result& saved) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) return {std::nullopt, text};
    const std::string name = text.substr(0, equals);
    for (const auto& [known, built] : saved.accelerators())
        if (is_named(known, name)) return {name, text.substr(equals + 1)};
    return {std::nullopt, text};
}

/// Prices every accelerator that its table can price; returns a line for each that it cannot. Throws
/// input_error where it can price none.
std::string price(reports::saved_result& saved, const texts& tables) {
    std::vector<chosen_table> choices;
    for (const std::string& text : tables) choices.push_back(read_choice(text, saved));
    bool priced = false;
    std::string unpriced;
    for (const auto& [name, built] : saved.accelerators()) {
        const chosen_table* chosen = nullptr;
        for (const chosen_table& each : choices) {
            if (!is_named(name, each.accelerator.value_or(name))) continue;
            if (chosen != nullptr)
                refuse("--table: the accelerator {} gets two energy tables, {} and {}.",
                       config::in_quotes(name), chosen->file, each.file);
            chosen = &each;
        }
        if (chosen == nullptr)
            refuse("--table: the accelerator {} gets no energy table; add --table {}=TABLE.",
                   config::in_quotes(name), config::shown(name_in_config(name)));
        try {
            saved.price(name, energy::join(energy::read_table(chosen->file), built, name), chosen->file);
            priced = true;
        } catch (const energy::unknown_cost& reason) {
            if (saved.accelerators().size() == 1) throw;
            unpriced +=
                fmt::format("{}{} is not priced: {}", unpriced.empty() ? "" : "\n", name, reason.what());
        }
    }
    if (!priced) refuse("{}", unpriced);
    return unpriced;
}

}  // namespace

int energy(const texts& arguments) {
    po::options_description options("Options");
    options.add_options()  //
        ("table", po::value<texts>()->default_value({}, "")->value_name("[NAME=]TABLE"),
         "the energy table, such as configs/energy/eie-45nm.yaml; with several accelerators one for each, "
         "after its name, which stands for all of its variants")  //
        ("format", po::value<std::string>()->default_value("table")->value_name("FORMAT"),
         "what to print: table (what the runs cost), json or csv (the whole result)");
    const usage text{
        "lacuna energy RESULT --table TABLE [options]",
        "Prices the counts of a result that lacuna run --format json wrote, and simulates nothing: "
        "energy =\n"
        "counts x table + static power x time.\n"
        "Exit code: 0 right; 2 bad input.",
        "result"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;
    const texts formats = {"table", "json", "csv"};
    const std::string& format = (*values)["format"].as<std::string>();
    if (std::find(formats.begin(), formats.end(), format) == formats.end())
        refuse("--format: {} is no report format{}.", config::in_quotes(format),
               config::nearest_name_hint(format, formats));
    const auto& files = (*values)["result"].as<texts>();
    const auto& tables = (*values)["table"].as<texts>();
    if (files.size() != 1)
        refuse("lacuna energy needs one result that lacuna run --format json wrote (see --help).");
    if (tables.empty())
        refuse("lacuna energy needs --table TABLE, such as configs/energy/eie-45nm.yaml (see --help).");
    reports::saved_result saved(files.front());
    const std::string unpriced = price(saved, tables);
    if (!unpriced.empty()) fmt::print(stderr, "{}\n", unpriced);
    fmt::print("{}", format == "table"  ? reports::energy_summary(saved.priced())
                     : format == "json" ? saved.document().dump(2) + "\n"
                                        : reports::to_csv(saved.document()));
    return right;
}

}  // namespace lacuna::command_line
