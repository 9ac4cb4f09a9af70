/// lacuna sweep merge: unites the folders of a sweep that ran in parts.
#include <fmt/format.h>

#include "sim/command_line/options.h"
#include "sim/command_line/sweep_verbs.h"
#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/reports/text_table.h"
#include "sim/sweep/merging/merge.h"

namespace lacuna::command_line {

namespace {

namespace po = boost::program_options;
using texts = std::vector<std::string>;

}  // namespace

int sweep_merge(const texts& arguments) {
    po::options_description options("Options");
    options.add_options()  //
        ("out", po::value<std::string>()->value_name("FOLDER"),
         "the folder for all, which must not have a sweep; it is made where there is none")  //
        ("quiet", "do not say what was united");
    const usage text{
        "lacuna sweep merge FOLDER... --out FOLDER",
        "Unites the folders of one sweep that ran in parts, with lacuna sweep run --shard I/N on N machines for\n"
        "example, into a new folder; the others stay as they are. They must be of the same config and the same\n"
        "version of Lacuna. Where folders have the same point, they must agree on it in every figure. What is\n"
        "not finished in any of them stays so: with all N shards there, sweep run --resume goes on with the\n"
        "whole sweep.\n"
        "Exit code: 0 right; 2 bad input; 130 interrupted.",
        "folder"};
    const auto values = parse(arguments, text, options);
    if (!values) return right;
    const auto& given = (*values)["folder"].as<texts>();
    if (given.empty()) refuse("lacuna sweep merge needs folders that lacuna sweep run wrote (see --help).");
    if (values->count("out") == 0) refuse("lacuna sweep merge needs --out FOLDER, a folder for all.");
    const std::string out = (*values)["out"].as<std::string>();
    if (out.empty()) refuse("--out: the name of the folder is empty.");
    const sweep::merged all = sweep::merge({given.begin(), given.end()}, out);
    if (values->count("quiet") == 0) {
        fmt::print(stderr, "{}, {} of them finished: {}\n", reports::counted(all.points, "point"),
                   reports::with_commas(all.finished_points), out);
        if (all.common_parts > 0)
            fmt::print(stderr, "Several folders had {} of points (a network with a pattern), and agreed.\n",
                       reports::counted(all.common_parts, "part"));
    }
    return right;
}

}  // namespace lacuna::command_line
