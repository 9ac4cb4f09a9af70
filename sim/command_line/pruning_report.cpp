#include "sim/command_line/pruning_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/patterns/load.h"
#include "sim/reports/text_table.h"

namespace lacuna::command_line {

namespace {

using reports::text_table;
using loads = std::vector<std::uint64_t>;

void add_kept(text_table& table, const std::string& what, const layers::kept_weights& kept) {
    table.row({what, fmt::format("{:.6f}", kept.density), reports::percent(kept.magnitude),
               reports::percent(kept.of_best)});
}

std::string kept_table(const patterns::specification& pattern, const layers::pruned_layer& pruned) {
    text_table table;
    table.column("pattern", text_table::align::left);
    table.column("density");
    table.column("magnitude\nkept");
    table.column("of the best\nunstructured");
    if (!pruned.permutation) {
        add_kept(table, pattern.label(), pruned.kept);
        return table.text();
    }
    const patterns::channel_permutation& found = *pruned.permutation;
    add_kept(table, "2:4, channels as they stand", pruned.unpermuted);
    add_kept(table, "2:4, channels permuted", pruned.kept);
    table.row({"half of every row, for comparison", "-",
               reports::percent(found.unpruned > 0 ? found.best_of_rows / found.unpruned : 1), "-"});
    return table.text() + fmt::format("\nEfficacy of the permutation: {}, by {} in {}.\n",
                                      reports::percent(found.efficacy()),
                                      reports::counted(found.swaps, "swap"),
                                      reports::counted(found.passes, "pass", "passes"));
}

void add_load(text_table& table, const std::string& what, const loads& load) {
    std::uint64_t sum = 0;
    for (const std::uint64_t each : load) sum += each;
    table.row({what, fmt::format("{:.2f}", static_cast<double>(sum) / static_cast<double>(load.size())),
               reports::with_commas(*std::max_element(load.begin(), load.end())),
               fmt::format("{:.4f}", patterns::imbalance(load)),
               fmt::format("{:.4f}", patterns::coefficient_of_variation(load))});
}

}  // namespace

std::string pruning_report(const layers::layer& description, const patterns::specification& pattern,
                           const layers::pruned_layer& pruned, std::uint32_t pes) {
    text_table table;
    table.column("non-zeros of", text_table::align::left);
    table.column("mean");
    table.column("greatest");
    table.column("imbalance");
    table.column("coefficient\nof variation");
    add_load(table, fmt::format("{} rows", reports::with_commas(description.outputs)), pruned.row_loads());
    add_load(table, fmt::format("{} PEs", pes), pruned.pe_loads(pes));
    return kept_table(pattern, pruned) + "\n" + table.text();
}

}  // namespace lacuna::command_line
