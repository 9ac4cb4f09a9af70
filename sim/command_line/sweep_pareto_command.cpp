/// lacuna sweep pareto: the designs of a sweep that no other one beats.
#include <fmt/format.h>

#include "sim/command_line/choose_names.h"
#include "sim/command_line/options.h"
#include "sim/command_line/sweep_report_options.h"
#include "sim/command_line/sweep_verbs.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/sweep/reports/pareto.h"
#include "sim/sweep/reports/pareto_report.h"
#include "sim/sweep/reports/row_writer.h"

namespace lacuna::command_line {

namespace {

namespace po = boost::program_options;
using texts = std::vector<std::string>;

const texts formats = {"table", "csv", "json"};

void add_objectives(std::vector<sweep::objective>& to, const po::variables_map& values, const char* option,
                    bool is_maximized, const sweep::table& of) {
    if (values.count(option) == 0) return;
    for (std::string& name : choose_names(values[option].as<std::string>(), of.columns(),
                                          std::string("--") + option, "column of " + of.name()))
        to.push_back({std::move(name), is_maximized});
}

void write(const sweep::table& of, const sweep::pareto_query& asked, const sweep::pareto_front& front,
           const std::string& format, text_output& out) {
    if (format == "table") {
        out.write(sweep::front_text(of, asked, front));
        return;
    }
    const texts columns = sweep::front_columns(of, asked);
    sweep::row_writer writer(sweep::row_writer::format_named(format), columns,
                             [&](std::string_view piece) { out.write(piece); });
    for (const sweep::front_member& each : front.members)
        writer.write(sweep::front_row(each, columns, asked));
    writer.finish();
}

}  // namespace

int sweep_pareto(const texts& arguments) {
    po::options_description options("Options");
    add_report_options(options, formats, "table, csv or json");
    options.add_options()  //
        ("minimize", po::value<std::string>()->value_name("LIST"),
         "what is to be small: columns of sweep export, separated by commas, such as cycles,energy_uj,area_mm2")  //
        ("maximize", po::value<std::string>()->value_name("LIST"),
         "what is to be large, such as utilization")  //
        ("where", po::value<std::string>()->value_name("EXPRESSION"),
         "compare only designs of which this is true: an SQL expression over the columns, such as \"area_mm2 <= "
         "50 and pes >= 32\"; names with a dot in double quotes")  //
        ("layer", po::value<std::string>()->value_name("NAME"),
         "compare the figures of this layer; else those of all layers together")  //
        ("quiet", "do not say how many designs were compared, and which were not");
    const usage text{
        "lacuna sweep pareto FOLDER --minimize LIST [--maximize LIST] [options]",
        "Of the designs of a sweep, those worth a second look: of which no other one is at least as good in\n"
        "everything named and better in something (the Pareto front). A design is a point, an accelerator and\n"
        "a pattern; designs that are equal in everything named all stay.\n\n"
        "Figures are those of all layers together: cycles, times, energies, counts and bytes are summed,\n"
        "utilization is the mean weighted by cycles, power is energy by time; what is the same in all layers,\n"
        "such as the area, stays. What layers do not have together, such as the load balance, is compared layer\n"
        "by layer, with --layer. Designs with a layer that is not finished, or not ok, are left out.\n"
        "Exit code: 0 right; 2 bad input; 130 interrupted.",
        "folder"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;
    const std::string folder = folder_of(*values, "pareto");
    if (values->count("minimize") == 0 && values->count("maximize") == 0)
        refuse(
            "lacuna sweep pareto needs --minimize or --maximize, such as --minimize cycles,energy_uj,area_mm2.");
    const std::string format = format_of(*values, formats);

    sweep::table table(folder);
    if (!table.has("status")) refuse("{}: no point is finished yet.", table.name());
    sweep::pareto_query asked;
    add_objectives(asked.objectives, *values, "minimize", false, table);
    add_objectives(asked.objectives, *values, "maximize", true, table);
    asked.where = text_option(*values, "where");
    asked.layer = text_option(*values, "layer");
    const sweep::pareto_front front = sweep::find_pareto_front(table, asked);
    text_output out = output_of(*values);
    write(table, asked, front, format, out);
    out.finish();
    if (values->count("quiet") == 0)
        fmt::print(stderr, "{} on the front; {}.\n", front.members.size(), sweep::comparison_text(front));
    return right;
}

}  // namespace lacuna::command_line
