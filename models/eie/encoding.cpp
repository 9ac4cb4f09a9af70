#include "models/eie/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/eie/broadcast_schedule.h"
#include "sim/config/input_error.h"
#include "sim/formats/eie_banks.h"

namespace lacuna::eie {

namespace {

using formats::relative_index_csc;

std::string all_sentences(const std::vector<passed_limit>& passed) {
    std::string all;
    for (const passed_limit& limit : passed) all += (all.empty() ? "" : " ") + limit.sentence;
    return all;
}

void refuse_where_enforced(const parameters& p, const std::vector<passed_limit>& passed) {
    if (!passed.empty() && p.capacity == "enforce") throw does_not_fit(all_sentences(passed));
}

void note_passes(const parameters& p, const std::vector<passed_limit>& passed, const pass_list& passes,
                 outcome& result) {
    result.input_passes = std::max(result.input_passes, input_passes(passes));
    result.output_passes = std::max(result.output_passes, output_passes(passes));
    for (const passed_limit& limit : passed) {
        result.limits_passed.push_back(limit.parameter);
        if (p.capacity == "unbounded") result.notes.push_back("Computed all the same: " + limit.sentence);
    }
    if (p.capacity == "reload" && !passed.empty())
        result.notes.push_back(fmt::format("In {} passes: {}", passes.size(), all_sentences(passed)));
}

/// The shared weights as operands of the arithmetic units; notes those beyond its range.
std::vector<float> operands_of(const parameters& p, const std::vector<float>& codebook, outcome& result) {
    const formats::arithmetic computes = p.computes();
    std::vector<float> operands;
    std::uint64_t overflows = 0;
    for (const float value : codebook) operands.push_back(computes.weight(value, overflows));
    if (overflows > 0) {
        result.notes.push_back(fmt::format(
            "{} of {} shared weights are beyond the range of {} bits with {} fraction bits, and saturate.",
            overflows, codebook.size() - 1, p.operand_bits, p.weight_fraction_bits));
    }
    return operands;
}

void note_saturated_activations(const parameters& p, const layers::product& product, outcome& result) {
    const formats::arithmetic computes = p.computes();
    if (!computes.is_fixed_point()) return;
    const auto counted = product.activations.derived<std::uint64_t>(
        fmt::format("EIE, {}: saturated activations", computes.name()), [&] {
            std::uint64_t overflows = 0;
            for (const std::vector<float>& vector : product.activations)
                for (const float value : vector) computes.activation(value, overflows);
            return overflows;
        });
    const std::uint64_t overflows = *counted;
    if (overflows == 0) return;
    result.notes.push_back(
        fmt::format("{} activations are beyond the range of {} bits with {} fraction bits, and saturate.",
                    overflows, p.operand_bits, p.activation_fraction_bits));
}

}  // namespace

std::string name_of_banks(const parameters& p) {
    return fmt::format("EIE, {} PEs, runs of {} and codes of {} bits", p.pes, p.run_bits, p.code_bits);
}

std::string name_of_limits(const parameters& p) {
    return fmt::format(", {} accumulators, {} activations, {} entries, {} pointers", p.accumulators,
                       std::max(p.source_registers, p.activation_sram_entries), most_entries(p),
                       p.pointer_entries);
}

std::string name_of_columns(const parameters& p) {
    return fmt::format(", {} entries a row", p.sram_entries_per_row);
}

std::string parameters::encoding() const {
    return name_of_banks(*this) + (capacity == "reload" ? name_of_limits(*this) : "") +
           name_of_columns(*this) + "; " + computes().name() + "; " + schedule_name(*this);
}

encoded_product encode(const parameters& p, const layers::product& product, outcome& result) {
    check_activations(p, product.activations);
    const layers::affine_weights& weights = product.weights;
    std::vector<passed_limit> passed = shape_limits_passed(p, weights.outputs(), weights.inputs());
    refuse_where_enforced(p, passed);
    check_host_memory(p, weights.outputs(), weights.inputs());
    const formats::shared_weights& shared = weights.shared(static_cast<int>(p.code_bits));
    if (weights.is_shared_anew(static_cast<int>(p.code_bits))) {
        result.notes.push_back(fmt::format(
            "The layer's own codebook does not fit {} code_bits: its weights are shared anew among {}.",
            p.code_bits, shared.codebook.size() - 1));
    }

    encoded_product encoded;
    encoded.name = name_of_banks(p);
    const auto banks = weights.derived<relative_index_csc>(encoded.name + ": banks", [&] {
        return formats::interleave(shared.codes, static_cast<std::uint32_t>(p.pes),
                                   static_cast<int>(p.run_bits));
    });
    for (passed_limit& limit : entry_limits_passed(p, *banks)) passed.push_back(std::move(limit));
    refuse_where_enforced(p, passed);
    if (!passed.empty() && p.capacity == "reload") {
        encoded.name += name_of_limits(p);
        encoded.passes = weights.derived<pass_list>(encoded.name + ": passes",
                                                    [&] { return divide_into_passes(p, shared.codes); });
    } else {
        encoded.passes = weights.derived<pass_list>(encoded.name + ": passes",
                                                    [&] { return single_pass(shared.codes, banks); });
    }
    encoded.codebook = operands_of(p, shared.codebook, result);
    encoded.places = places_of(p, weights.outputs(), weights.inputs());
    note_passes(p, passed, *encoded.passes, result);
    note_saturated_activations(p, product, result);
    const storage bytes = storage_of(p, *encoded.passes, weights, shared.codebook.size());
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
    for (const char* transfer : {"weight_loading_cycles", "activation_loading_cycles", "sum_spilling_cycles",
                                 "output_storing_cycles"}) {
        result.io_cycles += counted.total_of(std::string("dma.") + transfer);
    }
}

}  // namespace lacuna::eie
