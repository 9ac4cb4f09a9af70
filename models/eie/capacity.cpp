#include "models/eie/capacity.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/config/input_error.h"

namespace lacuna::eie {

namespace {

std::uint64_t count_of(std::int64_t parameter) {
    return static_cast<std::uint64_t>(parameter);
}

/// The inputs' columns, padded to a multiple of the PEs, the bias, and the end.
std::uint64_t column_pointers(const parameters& p, std::uint32_t inputs) {
    return groups_of(count_of(p.pes), inputs) * count_of(p.pes) + 2;
}

std::uint64_t reach_of_pointers(const parameters& p) {
    return (std::uint64_t{1} << p.pointer_bits) - 1;
}

}  // namespace

std::vector<passed_limit> shape_limits_passed(const parameters& p, std::uint32_t outputs,
                                              std::uint32_t inputs) {
    std::vector<passed_limit> passed;
    const std::uint64_t pointers = column_pointers(p, inputs);
    if (pointers > count_of(p.pointer_entries)) {
        passed.push_back(
            {"pointer_entries",
             fmt::format("Each PE needs {} column pointers, but its pointer SRAM holds {} (pointer_entries).",
                         pointers, p.pointer_entries)});
    }
    const std::uint64_t accumulators = groups_of(count_of(p.pes), outputs);
    if (accumulators > count_of(p.accumulators)) {
        passed.push_back(
            {"accumulators", fmt::format("pe[0] needs {} accumulators, but has {} (accumulators).",
                                         accumulators, p.accumulators)});
    }
    const std::uint64_t activations = groups_of(count_of(p.pes), inputs);
    if (activations > count_of(std::max(p.source_registers, p.activation_sram_entries))) {
        passed.push_back(
            {"activation_sram_entries",
             fmt::format("pe[0] needs {} input activations, but its activation SRAM holds {} and its source "
                         "registers {} (activation_sram_entries, source_registers).",
                         activations, p.activation_sram_entries, p.source_registers)});
    }
    return passed;
}

std::vector<passed_limit> entry_limits_passed(const parameters& p, const formats::relative_index_csc& banks) {
    const auto largest =
        std::max_element(banks.banks.begin(), banks.banks.end(),
                         [](const auto& a, const auto& b) { return a.entries.size() < b.entries.size(); });
    const std::uint64_t entries = largest->entries.size();
    const auto pe = largest - banks.banks.begin();
    std::vector<passed_limit> passed;
    if (entries > count_of(p.matrix_sram_entries)) {
        passed.push_back(
            {"matrix_sram_entries",
             fmt::format("pe[{}] needs {} entries, but its weight SRAM holds {} (matrix_sram_entries).", pe,
                         entries, p.matrix_sram_entries)});
    }
    if (entries > reach_of_pointers(p)) {
        passed.push_back({"pointer_bits",
                          fmt::format("pe[{}] needs pointers up to {}, but {} bits reach {} (pointer_bits).",
                                      pe, entries, p.pointer_bits, reach_of_pointers(p))});
    }
    return passed;
}

std::uint64_t most_entries(const parameters& p) {
    return std::min(count_of(p.matrix_sram_entries), reach_of_pointers(p));
}

vector_places places_of(const parameters& p, std::uint32_t outputs, std::uint32_t inputs) {
    const std::uint64_t input_rows = groups_of(count_of(p.pes), inputs);
    const std::uint64_t output_rows = groups_of(count_of(p.pes), outputs);
    const std::uint64_t sram = count_of(p.activation_sram_entries);
    const std::uint64_t held = count_of(std::max(p.source_registers, p.activation_sram_entries));
    const bool unbounded = p.capacity == "unbounded";
    vector_places places;
    places.inputs_fit = unbounded || input_rows <= held;
    const std::uint64_t in_sram = input_rows > count_of(p.source_registers) ? std::min(sram, input_rows) : 0;
    places.outputs_in_sram =
        output_rows > count_of(unbounded ? p.source_registers : std::min(p.accumulators, p.source_registers));
    places.outputs_fit = unbounded || output_rows <= sram - in_sram || !places.outputs_in_sram;
    places.inputs_per_pe = static_cast<std::uint32_t>(held);
    return places;
}

void check_host_memory(const parameters& p, std::uint32_t outputs, std::uint32_t inputs) {
    constexpr std::uint64_t most = std::uint64_t{1} << 26;  // 3 GB while the transaction engine prepares
    const std::uint64_t groups =
        p.capacity == "reload" ? groups_of(count_of(p.pes) * count_of(p.accumulators), outputs) : 1;
    const std::uint64_t pointers = column_pointers(p, inputs) * count_of(p.pes) * groups;
    if (pointers > most) {
        refuse(
            "{} inputs on {} PEs, in {} groups of outputs, take {} column pointers, more than the {} that this "
            "simulator holds.",
            inputs, p.pes, groups, pointers, most);
    }
}

}  // namespace lacuna::eie
