/// lacuna compare: sets saved results side by side, and simulates nothing.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/command_line/options.h"
#include "sim/command_line/output_folder.h"
#include "sim/command_line/report_formats.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"
#include "sim/reports/comparison.h"
#include "sim/reports/comparison_document.h"
#include "sim/reports/comparison_tables.h"
#include "sim/reports/saved_figures.h"

namespace lacuna::command_line {

namespace {

namespace po = boost::program_options;
using texts = std::vector<std::string>;
using compared = std::vector<reports::compared_results>;

/// A result, or the rows of some of its accelerators, and the file it is from.
struct saved {
    std::string file;
    reports::result rows;
};

reports::origin origin_of(const saved& from) {
    return {from.file, from.rows.name, from.rows.version, from.rows.complete};
}

/// A pair at least, or a sentence on why there is none.
reports::compared_results compare_files(const saved& a, const saved& b) {
    reports::comparison rows = reports::compare(a.rows, b.rows);
    if (rows.pairs.empty()) {
        if (reports::counterparts(a.rows, b.rows).empty())
            refuse(
                "{}: no accelerator of it ({}) is named as one of {} ({}); --against NAME compares all with "
                "one of the latter.",
                b.file, config::list_of_names(reports::accelerators_of(b.rows)), a.file,
                config::list_of_names(reports::accelerators_of(a.rows)));
        const reports::row& first_a = a.rows.rows.front();
        const reports::row& first_b = b.rows.rows.front();
        refuse(
            "{}: no row of it has the layer, pattern and batch of a row of {}; its first is {}, {}, {}, there "
            "it is {}, {}, {}.",
            b.file, a.file, config::in_quotes(first_b.layer), config::shown(first_b.pattern), first_b.batch,
            config::in_quotes(first_a.layer), config::shown(first_a.pattern), first_a.batch);
    }
    return {origin_of(a), origin_of(b), std::move(rows)};
}

/// The accelerator of the first result that everything is compared with; nothing where names decide.
std::optional<std::string> baseline(const saved& first, const std::optional<std::string>& against,
                                    bool alone) {
    const texts known = reports::accelerators_of(first.rows);
    if (against && std::find(known.begin(), known.end(), *against) == known.end())
        refuse("--against: {} is no accelerator of {}{}.", config::in_quotes(*against), first.file,
               config::nearest_name_hint(*against, known));
    if (!alone) return against;
    if (known.size() == 1)
        refuse(
            "{} has one accelerator, {}, and nothing to compare it with; name a second result (see --help).",
            first.file, config::in_quotes(known.front()));
    return against.value_or(known.front());
}

compared compare_all(const texts& files, const std::optional<std::string>& against) {
    std::vector<saved> results;
    for (const std::string& file : files) results.push_back({file, reports::read_figures(file)});
    saved& first = results.front();
    const std::optional<std::string> with = baseline(first, against, files.size() == 1);
    compared all;
    if (with) {
        const saved others = {first.file,
                              rows_on(first.rows, [&](const auto& name) { return name != *with; })};
        first.rows = rows_on(first.rows, [&](const auto& name) { return name == *with; });
        if (!others.rows.rows.empty()) all.push_back(compare_files(first, others));
    }
    for (std::size_t i = 1; i < results.size(); ++i) all.push_back(compare_files(first, results[i]));
    return all;
}

/// A file may be called by bytes that are not UTF-8, which JSON cannot hold.
std::string json_of(const compared& all) {
    return reports::to_document(all).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
           "\n";
}

std::string report_of(const compared& all, const report_format& format) {
    return format.name == "table"  ? reports::comparison_summary(all)
           : format.name == "json" ? json_of(all)
                                   : reports::to_csv(all);
}

}  // namespace

int compare(const texts& arguments) {
    po::options_description options("Options");
    options.add_options()  //
        ("against", po::value<std::string>()->value_name("NAME"),
         "compare every other accelerator, of every result, with this one of the first result")  //
        ("format", po::value<std::string>()->default_value("table")->value_name("LIST"),
         "what to report, separated by commas: table, json, csv (the rows without the means); without --out, "
         "json or csv stand alone")  //
        ("out", po::value<std::string>()->value_name("DIR"),
         "write the reports into this folder, as compare.txt, compare.json, compare.csv, instead of to standard "
         "output");
    const usage text{
        "lacuna compare RESULT... [options]",
        "Sets results that lacuna run --format json wrote side by side, and simulates nothing: which hardware, or\n"
        "which value of its parameters, is faster, takes less energy, keeps its multipliers busier?\n\n"
        "The first result is A, every other one in its turn B. Rows of the same layer, pattern and batch are\n"
        "compared: where A has one accelerator, those of every accelerator of B with it, else those of\n"
        "accelerators of the same name. Of a single result A is the first accelerator and B are all others.\n"
        "Every ratio is A / B, that of the times being the speed-up of B over A; means are geometric, over the\n"
        "rows that ran on both. What has no counterpart is said below the tables.\n"
        "Exit code: 0 right; 2 bad input.",
        "result"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;
    const std::vector<report_format> formats = chosen_formats((*values)["format"].as<std::string>());
    const bool to_files = values->count("out") != 0;
    if (!to_files) check_standard_output(formats, 1);
    const auto& files = (*values)["result"].as<texts>();
    if (files.empty())
        refuse("lacuna compare needs results that lacuna run --format json wrote (see --help).");
    std::optional<std::string> against;
    if (values->count("against") != 0) against = (*values)["against"].as<std::string>();
    const compared all = compare_all(files, against);
    std::optional<output_folder> out;
    if (to_files) out.emplace((*values)["out"].as<std::string>());
    for (const report_format& format : formats) {
        const std::string report = report_of(all, format);
        if (out) {
            fmt::print(stderr, "{}\n", out->write("compare" + format.ending, report).string());
        } else {
            fmt::print("{}", report);
        }
    }
    return right;
}

}  // namespace lacuna::command_line
