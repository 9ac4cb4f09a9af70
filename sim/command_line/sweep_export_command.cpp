/// lacuna sweep export: the rows of a sweep as a table for other programs.
#include <fmt/format.h>

#include <algorithm>

#include "sim/command_line/choose_names.h"
#include "sim/command_line/options.h"
#include "sim/command_line/sweep_report_options.h"
#include "sim/command_line/sweep_verbs.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/sweep/reports/export.h"

namespace lacuna::command_line {

namespace {

namespace po = boost::program_options;
using texts = std::vector<std::string>;

const texts formats = {"csv", "json"};

texts chosen_columns(const std::string& list, const sweep::table& of) {
    texts chosen = choose_names(list, of.columns(), "--columns", "column of " + of.name());
    for (auto each = chosen.begin(); each != chosen.end(); ++each)
        if (std::find(chosen.begin(), each, *each) != each) refuse("--columns: {} is named twice.", *each);
    return chosen;
}

}  // namespace

int sweep_export(const texts& arguments) {
    po::options_description options("Options");
    add_report_options(options, formats, "csv, or json: an array with an object a row");
    options.add_options()  //
        ("where", po::value<std::string>()->value_name("EXPRESSION"),
         "only rows of which this is true: an SQL expression over the columns, such as \"pes <= 64 and status = "
         "'ok'\"; names with a dot in double quotes, as in '\"macs.committed\" > 0'")  //
        ("columns", po::value<std::string>()->value_name("LIST"),
         "only these columns, separated by commas, in this order")  //
        ("quiet", "do not say how many points are not finished");
    const usage text{
        "lacuna sweep export FOLDER [options]",
        "Writes the results of a sweep, a line for each row that lacuna run gives of a point: the number of the\n"
        "point, its parameters, then the columns of lacuna run --format csv (\"cycles\", \"macs.dense\",\n"
        "\"stalls.pe.starved\", ...), empty (in JSON null) where a row has none. Lines are ordered by point, so\n"
        "that the same results give the same file. pandas.read_csv and pandas.read_json read it as it is. Rows\n"
        "of what is not finished are absent; a sweep at work can be exported at any time.\n"
        "Exit code: 0 right; 2 bad input; 130 interrupted.",
        "folder"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;
    const std::string folder = folder_of(*values, "export");
    const std::string format = format_of(*values, formats);

    sweep::table table(folder);
    sweep::export_query asked;
    asked.format = sweep::row_writer::format_named(format);
    if (values->count("columns") != 0)
        asked.columns = chosen_columns((*values)["columns"].as<std::string>(), table);
    asked.where = text_option(*values, "where");
    text_output out = output_of(*values);
    sweep::export_rows(table, asked, [&](std::string_view piece) { out.write(piece); });
    out.finish();
    const std::uint64_t points = table.points();
    const std::uint64_t finished = table.count_finished_points();
    if (finished < points && values->count("quiet") == 0)
        fmt::print(stderr, "{} of {} points are finished; of the others rows are missing.\n", finished,
                   points);
    return right;
}

}  // namespace lacuna::command_line
