#include "models/eie/parameters.h"

#include "models/eie/eie.h"
#include "models/eie/transaction.h"
#include "sim/config/input_error.h"

namespace lacuna::eie {

config::parameter_list parameters::list() {
    const std::string structure = "Han et al., ISCA 2016, section IV";
    const std::string design_point = "Han et al., ISCA 2016, section VI";
    const std::string table2 = "Han et al., ISCA 2016, section VI and Table II";
    const std::string unpublished = "not published; none in the authors' simulator";
    const std::string this_simulator = "this simulator";
    config::parameter_list all;
    all.integer("pes", pes, {1, 4096}, "PEs",
                "processing elements; row i of the weights belongs to PE i mod pes", design_point);
    all.integer("activation_queue_slots", activation_queue_slots, {1, 65536}, "slots",
                "ring slots of the activation queue of each PE; one stays empty, so 2 is the least",
                "Han et al., ISCA 2016, Figure 8");
    all.integer("sram_entries_per_row", sram_entries_per_row, {1, 1 << 20}, "entries",
                "(code, run) entries that one read of the weight SRAM brings; 8 of 8 bits are a 64-bit row",
                "Han et al., ISCA 2016, Figure 9");
    all.integer("run_bits", run_bits, {1, 8}, "bits",
                "width of the relative index; a longer gap takes fillers",
                "Han et al., ISCA 2016, section III");
    all.integer("code_bits", code_bits, {1, 8}, "bits", "width of a weight's code; code 0 is zero",
                "Han et al., ISCA 2016, section III");
    all.choice("broadcast", broadcast, {"positive", "nonzero"},
               "which activations are sent to the PEs; positive, as in the authors' simulator, refuses "
               "layers with negative inputs",
               "authors' simulator");
    all.real("clock_mhz", clock, {0.001, 1e6}, "MHz", "clock frequency", design_point);
    all.choice(
        "arithmetic", arithmetic, {"float32", "fixed_point"},
        "how values are computed: in 32-bit floating point, as in the authors' simulator, or as in the "
        "hardware, whose energy is counted either way",
        structure);
    all.integer(
        "operand_bits", operand_bits, {4, 24}, "bits",
        "width of a decoded weight, an activation and an accumulator: in transfers and energy always, in "
        "values with fixed_point",
        structure);
    all.integer("weight_fraction_bits", weight_fraction_bits, {0, 40}, "bits",
                "bits of a decoded weight below the binary point, in fixed point", this_simulator);
    all.integer("activation_fraction_bits", activation_fraction_bits, {0, 40}, "bits",
                "the same of activations, accumulators and outputs", this_simulator);
    all.choice("rounding", rounding, {"nearest_even", "truncate"},
               "what the shift of a product does with the bits it drops, in fixed point", this_simulator);
    all.choice("overflow", overflow, {"saturate", "wrap"},
               "what becomes of a product or sum beyond the range, in fixed point", this_simulator);
    all.choice("capacity", capacity, {"enforce", "reload", "unbounded"},
               "what happens to a layer beyond the limits below: it does not fit; it runs in passes, each "
               "loaded anew; or it runs as if it fitted, and the result notes the limits",
               this_simulator);
    all.integer("matrix_sram_entries", matrix_sram_entries, {1, 1ll << 31}, "entries",
                "(code, run) entries that the weight SRAM of a PE holds: 128 KB of 8 bits", table2);
    all.integer("pointer_entries", pointer_entries, {2, 1ll << 31}, "pointers",
                "column pointers that the pointer SRAM of a PE holds: 32 KB of 16 bits", table2);
    all.integer("pointer_bits", pointer_bits, {1, 32}, "bits", "width of a column pointer", structure);
    all.integer("source_registers", source_registers, {1, 1ll << 31}, "registers",
                "input activations that the source register file of a PE holds; a longer vector runs in "
                "batches, brought from the activation SRAM",
                structure);
    all.integer("accumulators", accumulators, {1, 1ll << 31}, "registers",
                "outputs that the destination register file of a PE holds", structure);
    all.integer("activation_sram_entries", activation_sram_entries, {1, 1ll << 31}, "activations",
                "activations that the activation SRAM of a PE holds: 2 KB of 16 bits", structure);
    all.integer(
        "lnzd_latency_cycles", lnzd_latency_cycles, {0, 1000000}, "cycles",
        "from a row of activations reaching the leaves of the LNZD tree to its first detection at the root",
        unpublished);
    all.integer(
        "broadcast_latency_cycles", broadcast_latency_cycles, {0, 1000000}, "cycles",
        "from the central control unit to the activation queues, pipelined; slots are reserved at sending",
        unpublished);
    all.integer(
        "batch_switch_cycles", batch_switch_cycles, {0, 1000000}, "cycles",
        "for which the LNZD tree waits while a batch of activations beyond the first is brought from the "
        "activation SRAM",
        unpublished);
    all.integer("dma_bits_per_cycle", dma_bits_per_cycle, {1, 1 << 20}, "bits",
                "that the DMA moves in a cycle of I/O mode, which is counted apart from computing",
                "not published; 64 are a row of the weight SRAM");
    return all;
}

void parameters::check(const config::node& map) const {
    const config::node* given = map.find("activation_queue_slots");
    const config::node& slots = given ? *given : map;
    if (activation_queue_slots == 1) {
        refuse(
            "{}: {} is 1, but must be at least 2: the queue is a ring that counts as full while one slot is free, so a single "
            "slot could never hold an activation.",
            slots.where.text(), slots.path);
    }
    constexpr std::int64_t most_slots = 1 << 24;  // 400 MB of the host
    if (pes * activation_queue_slots > most_slots) {
        refuse("{}: {} PEs with queues of {} slots are more than the {} slots that this simulator holds.",
               slots.where.text(), pes, activation_queue_slots, most_slots);
    }
    for (const char* name : {"weight_fraction_bits", "activation_fraction_bits", "rounding", "overflow"}) {
        const config::node* useless = map.find(name);
        if (useless != nullptr && arithmetic == "float32") {
            refuse("{}: {} has an effect with 'arithmetic: fixed_point' only.", useless->where.text(),
                   useless->path);
        }
    }
    const config::node* fraction_bits = map.find("activation_fraction_bits");
    const config::node* bits = map.find("operand_bits");
    const config::node& cause = fraction_bits ? *fraction_bits : bits ? *bits : map;
    if (arithmetic == "fixed_point" && activation_fraction_bits > operand_bits - 2) {
        refuse(
            "{}: activations of {} bits with {} fraction bits do not reach 1, by which the bias is multiplied; at most {} can "
            "be fraction bits (activation_fraction_bits).",
            cause.where.text(), operand_bits, activation_fraction_bits, operand_bits - 2);
    }
}

std::string parameters::refuses_negative_activations() const {
    if (broadcast == "nonzero") return {};
    return "'broadcast: positive' sends positive activations only; set 'broadcast: nonzero' to send every "
           "activation that is not zero.";
}

formats::arithmetic parameters::computes() const {
    if (arithmetic == "float32") return {};
    return formats::arithmetic(
        {static_cast<int>(operand_bits), static_cast<int>(weight_fraction_bits),
         static_cast<int>(activation_fraction_bits),
         rounding == "truncate" ? formats::rounding::truncate : formats::rounding::nearest_even,
         overflow == "wrap" ? formats::overflow::wrap : formats::overflow::saturate});
}

std::unique_ptr<accelerator> parameters::build(const std::string& name, engine which) const {
    if (which == engine::transaction) return std::make_unique<transaction>(*this);
    return std::make_unique<eie>(name.c_str(), *this);
}

}  // namespace lacuna::eie
