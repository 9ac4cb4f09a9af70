#include "sim/command_line/subverbs.h"

#include <fmt/format.h>

#include "sim/command_line/verbs.h"
#include "sim/config/input_error.h"
#include "sim/config/nearest_name.h"
#include "sim/config/quoted.h"

namespace lacuna::command_line {

namespace {

void print_help(const std::string& verb, const std::string& description,
                const std::vector<subverb>& subverbs) {
    fmt::print("Usage: lacuna {} SUBVERB [arguments]\n\n{}\n\n", verb, description);
    for (const subverb& each : subverbs) fmt::print("  {:<10} {}\n", each.name, each.summary);
    fmt::print("\nlacuna {} SUBVERB --help explains a subverb.\n", verb);
}

}  // namespace

int call_subverb(const std::string& verb, const std::string& description,
                 const std::vector<subverb>& subverbs, const std::vector<std::string>& arguments) {
    std::vector<std::string> names;
    for (const subverb& each : subverbs) names.push_back(each.name);
    if (arguments.empty())
        refuse("lacuna {0} needs a subverb: {1} (see lacuna {0} --help).", verb,
               config::list_of_names(names));
    if (arguments[0] == "--help" || arguments[0] == "-h") {
        print_help(verb, description, subverbs);
        return right;
    }
    for (const subverb& each : subverbs) {
        if (each.name == arguments[0]) return each.call({arguments.begin() + 1, arguments.end()});
    }
    refuse("{} is no subverb of lacuna {}{}.", config::in_quotes(arguments[0]), verb,
           config::nearest_name_hint(arguments[0], names));
}

}  // namespace lacuna::command_line
