#include "models/eie/encoding.h"

#include <fmt/format.h>

#include "models/eie/capacity.h"
#include "sim/config/input_error.h"
#include "sim/formats/eie_banks.h"

namespace lacuna::eie {

namespace {

/// Throws does_not_fit where limits are enforced and one is passed; else notes them.
void note_limits(const parameters& p, const std::vector<std::string>& passed, outcome& result) {
    if (!passed.empty() && p.capacity == "enforce")
        throw does_not_fit(fmt::format("{}", fmt::join(passed, " ")));
    for (const std::string& limit : passed) result.notes.push_back("Computed all the same: " + limit);
}

}  // namespace

encoded_product encode(const parameters& p, const layers::product& product, outcome& result) {
    p.check_activations(product.activations);
    const layers::affine_weights& weights = product.weights;
    note_limits(p, shape_limits_passed(p, weights.outputs(), weights.inputs()), result);
    check_host_memory(p, weights.inputs());
    const formats::shared_weights& shared = weights.shared(static_cast<int>(p.code_bits));
    if (weights.is_shared_anew(static_cast<int>(p.code_bits))) {
        result.notes.push_back(fmt::format(
            "The layer's own codebook does not fit {} code_bits: its weights are shared anew among {}.",
            p.code_bits, shared.codebook.size() - 1));
    }
    encoded_product encoded{
        formats::interleave(shared.codes, static_cast<std::uint32_t>(p.pes), static_cast<int>(p.run_bits)),
        shared.codebook};
    note_limits(p, entry_limits_passed(p, encoded.banks), result);
    const storage bytes = storage_of(p, encoded.banks, weights.inputs(), shared.codebook.size());
    result.bytes.dense += bytes.dense;
    result.bytes.values += bytes.values;
    result.bytes.indices += bytes.indices;
    return encoded;
}

void finish(const parameters& p, const statistics::registry& counted, outcome& result) {
    result.mac_units = static_cast<std::uint64_t>(p.pes);
    result.committed_macs = counted.total_of("pe.arithmetic_unit.mac");
    result.fillers = counted.total_of("pe.arithmetic_unit.filler");
    // The paper's Figure 8: 1 - bubble cycles due to starvation / total cycles.
    const double pe_cycles = static_cast<double>(result.cycles) * static_cast<double>(result.mac_units);
    result.load_balance = 1 - static_cast<double>(counted.total_of("pe.starved")) / pe_cycles;
}

}  // namespace lacuna::eie
