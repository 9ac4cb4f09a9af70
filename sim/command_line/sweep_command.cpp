/// lacuna sweep: a design space, point by point.
#include "sim/command_line/subverbs.h"
#include "sim/command_line/sweep_verbs.h"
#include "sim/command_line/verbs.h"

namespace lacuna::command_line {

int sweep(const std::vector<std::string>& arguments) {
    static const std::vector<subverb> subverbs = {
        {"run", "simulate every point of a config's design space, on all cores, into a folder", sweep_run},
        {"export", "the results as a table for a spreadsheet or pandas: CSV or JSON", sweep_export},
        {"pareto", "the designs that no other one beats in everything that is to be small, or large",
         sweep_pareto},
        {"merge", "unite the folders of a sweep that ran in parts", sweep_merge},
    };
    return call_subverb(
        "sweep",
        "Simulates many design points. A config with the section `sweep` names parameters and the values they "
        "take;\n"
        "a point is one choice of values, and each is simulated as lacuna run would. What is finished is kept "
        "in a\n"
        "folder, whatever happens, and a later call goes on with it. Try lacuna sweep run "
        "configs/eie-figure-8.yaml.",
        subverbs, arguments);
}

}  // namespace lacuna::command_line
