#include "models/eie/transaction.h"

#include <fmt/format.h>

#include <utility>

#include "models/eie/capacity.h"
#include "models/eie/counters.h"
#include "models/eie/product_outputs.h"
#include "sim/config/interruption.h"

namespace lacuna::eie {

transaction::transaction(const parameters& p)
    : parameters_(p), pe_(static_cast<std::size_t>(p.pes)), selects_(lnzd_nodes(pe_.size())) {
    register_counters();
}

void transaction::register_counters() {
    const auto add = [this](const std::string& box, const statistics::definition& what,
                            std::uint64_t& counter) { statistics_.add(box, what, counter); };
    using namespace counters;
    add("dma", dma_weight_loading_cycles, dma_.weight_loading_cycles);
    add("dma", dma_activation_loading_cycles, dma_.activation_loading_cycles);
    add("dma", dma_sum_spilling_cycles, dma_.sum_spilling_cycles);
    add("dma", dma_output_storing_cycles, dma_.output_storing_cycles);
    add("central_control", central_control_busy_cycles, control_.busy_cycles);
    add("central_control", central_control_queue_full, control_.queue_full);
    add("central_control", central_control_next_row, control_.next_row);
    add("central_control", central_control_lnzd_wait, control_.lnzd_wait);
    add("central_control", central_control_batch_switch, control_.batch_switch);
    add("central_control", central_control_finished, control_.finished);
    add("central_control", central_control_broadcast, control_.broadcasts);
    statistics::registry::array pes = statistics_.add_array("pe", pe_.size());
    const auto add_to_pe = [&](const char* box, const statistics::definition& what,
                               std::uint64_t pe_counters::*counter) {
        pes.add(box, what, [this, counter](std::size_t i) -> std::uint64_t& { return pe_[i].*counter; });
    };
    using pe = pe_counters;
    add_to_pe(".activation_queue", activation_queue_push, &pe::pushes);
    add_to_pe(".activation_queue", activation_queue_pop, &pe::pops);
    add_to_pe("", pe_busy_cycles, &pe::busy_cycles);
    add_to_pe("", pe_empty_column, &pe::empty_column);
    add_to_pe("", pe_starved, &pe::starved);
    add_to_pe(".pointer_read", pointer_read_read, &pe::pointer_reads);
    add_to_pe(".sparse_matrix_read", sparse_matrix_read_read, &pe::row_reads);
    add_to_pe(".arithmetic_unit", arithmetic_unit_mac, &pe::macs);
    add_to_pe(".arithmetic_unit", arithmetic_unit_filler, &pe::fillers);
    add_to_pe(".arithmetic_unit", arithmetic_unit_bypass, &pe::bypasses);
    add_to_pe(".arithmetic_unit", arithmetic_unit_overflows, &pe::overflows);
    add_to_pe(".activation_read_write", activation_read_write_source_read, &pe::source_reads);
    add_to_pe(".activation_read_write", activation_read_write_accumulator_read, &pe::accumulator_reads);
    add_to_pe(".activation_read_write", activation_read_write_accumulator_write, &pe::accumulator_writes);
    add_to_pe(".activation_read_write", activation_read_write_sram_read, &pe::sram_reads);
    add_to_pe(".activation_read_write", activation_read_write_sram_write, &pe::sram_writes);
    statistics_.add_array("lnzd_node", selects_.size())
        .add("", lnzd_node_select, [this](std::size_t node) -> std::uint64_t& { return selects_[node]; });
}

held_weights transaction::stored_weights(const layers::affine_weights& weights) const {
    return weights.shared_values(static_cast<int>(parameters_.code_bits));
}

outcome transaction::run(const layers::workload& work) {
    statistics_.reset();
    outcome result;
    for (const layers::product& product : work.products) run_product(product, result);
    finish(parameters_, statistics_, result);
    return result;
}

void transaction::run_product(const layers::product& product, outcome& result) {
    const bool held = std::exchange(holds_outputs_, false);
    const encoded_product encoded = encode(parameters_, product, result);
    count_transfers(product, encoded, held);
    const pass_list& passes = *encoded.passes;
    const auto entries_per_row = static_cast<std::uint32_t>(parameters_.sram_entries_per_row);
    const auto columns = product.weights.derived<std::vector<packed_columns>>(
        encoded.name + name_of_columns(parameters_) + ": columns", [&] {
            std::vector<packed_columns> packed;
            for (const pass& part : passes) packed.push_back(pack(prepare(*part.banks), entries_per_row));
            return packed;
        });
    // Those of a batch would take more memory than its activations.
    std::shared_ptr<const std::vector<broadcast_schedule>> schedules;
    if (product.activations.size() == 1) {
        schedules = product.derived<std::vector<broadcast_schedule>>(
            fmt::format("{}: {}", encoded.name, schedule_name(parameters_)), [&] {
                std::vector<broadcast_schedule> of_passes;
                for (const pass& part : passes)
                    of_passes.push_back(schedule_of(parameters_, part, product.activations.front()));
                return of_passes;
            });
    }
    for (std::size_t i = 0; i < passes.size(); ++i)
        result.cycles += run_pass(product, passes[i], (*columns)[i], schedules ? &(*schedules)[i] : nullptr);

    const auto outputs = outputs_of(product, encoded.codebook, parameters_);
    for (std::size_t output = 0; output < outputs->overflows.size(); ++output)
        pe_[output % pe_.size()].overflows += outputs->overflows[output];
    result.outputs.push_back(outputs->values);
}

std::uint64_t transaction::run_pass(const layers::product& product, const pass& part,
                                    const packed_columns& columns, const broadcast_schedule* known) {
    pe_counts counted(columns.pes);
    std::uint64_t cycles = 0;
    std::uint64_t broadcasts = 0;
    for (const std::vector<float>& activations : product.activations) {
        give_up_if_stopped();
        broadcast_schedule found;
        if (known == nullptr) found = schedule_of(parameters_, part, activations);
        const broadcast_schedule& schedule = known != nullptr ? *known : found;
        const recurrence_result timed = run_recurrence(
            columns, static_cast<std::uint64_t>(parameters_.activation_queue_slots),
            static_cast<std::uint64_t>(parameters_.broadcast_latency_cycles), schedule.columns, counted);
        count_broadcasts(schedule, timed);
        cycles += timed.cycles;
        broadcasts += schedule.columns.size();
    }
    add_pe_counts(counted, cycles, broadcasts);
    return cycles;
}

void transaction::count_broadcasts(const broadcast_schedule& schedule, const recurrence_result& timed) {
    const std::uint64_t sent = schedule.columns.size();
    control_.busy_cycles += sent;
    control_.broadcasts += sent;
    control_.queue_full += timed.queue_full;
    control_.next_row += schedule.next_row;
    control_.lnzd_wait += schedule.lnzd_wait;
    control_.batch_switch += schedule.batch_switch;
    control_.finished += timed.cycles - sent - timed.queue_full - schedule.next_row - schedule.lnzd_wait -
                         schedule.batch_switch;
    for (pe_counters& pe : pe_) pe.source_reads += schedule.rows;
    for (std::size_t node = 0; node < selects_.size(); ++node) selects_[node] += schedule.selects[node];
}

void transaction::add_pe_counts(const pe_counts& counted, std::uint64_t cycles, std::uint64_t broadcasts) {
    for (std::size_t i = 0; i < pe_.size(); ++i) {
        pe_counters& c = pe_[i];
        const std::uint64_t macs = counted.busy[i] - counted.fillers[i];
        c.pushes += broadcasts;
        c.pops += broadcasts;
        c.pointer_reads += broadcasts;
        c.busy_cycles += counted.busy[i];
        c.empty_column += counted.empty_columns[i];
        c.starved += cycles - counted.busy[i] - counted.empty_columns[i];
        c.row_reads += counted.row_reads[i];
        c.macs += macs;
        c.fillers += counted.fillers[i];
        c.bypasses += counted.bypasses[i];
        c.accumulator_writes += macs;
        c.accumulator_reads += macs - counted.bypasses[i];
    }
}

void transaction::count_transfers(const layers::product& product, const encoded_product& encoded, bool held) {
    const std::uint64_t vectors = product.activations.size();
    const bool alone = vectors == 1;
    const vector_places& places = encoded.places;
    const pass_list& passes = *encoded.passes;
    const auto number = [](std::int64_t parameter) { return static_cast<std::uint64_t>(parameter); };
    const auto cycles_for = [&](std::uint64_t numbers, std::int64_t bits) {
        return groups_of(number(parameters_.dma_bits_per_cycle), numbers * number(bits));
    };
    const auto operands = [&](std::uint64_t numbers) {
        return cycles_for(numbers, parameters_.operand_bits);
    };
    const std::size_t pes = pe_.size();
    const auto of_pe = [pes](std::uint64_t elements, std::size_t pe) {
        return (elements + pes - 1 - pe) / pes;
    };

    const bool found_in_place = alone && product.follows && held;
    const bool found_in_sram = found_in_place && holds_them_in_sram_;
    const bool stays = alone && places.outputs_fit;
    const bool to_sram = stays && (places.outputs_in_sram || output_passes(passes) > 1);
    holds_outputs_ = stays && product.continues;
    holds_them_in_sram_ = to_sram;
    dma_.weight_loading_cycles += operands(encoded.codebook.size());
    if (alone && places.inputs_fit && !found_in_place)
        dma_.activation_loading_cycles += operands(product.weights.inputs());
    if (stays && !product.continues) dma_.output_storing_cycles += operands(product.weights.outputs());
    for (const pass& part : passes) {
        for (const formats::relative_index_bank& bank : part.banks->banks) {
            dma_.weight_loading_cycles +=
                cycles_for(bank.column_begin.size(), parameters_.pointer_bits) +
                cycles_for(bank.entries.size(), parameters_.code_bits + parameters_.run_bits);
        }
        if (!alone || !places.inputs_fit) dma_.activation_loading_cycles += vectors * operands(part.inputs);
        if (!alone && part.first_input > 0) dma_.sum_spilling_cycles += vectors * operands(part.outputs);
        if (!alone && !part.completes_outputs) dma_.sum_spilling_cycles += vectors * operands(part.outputs);
        if (part.completes_outputs && !stays) dma_.output_storing_cycles += vectors * operands(part.outputs);
        const std::uint32_t at_once = alone && places.inputs_fit ? product.weights.inputs() : part.inputs;
        const bool from_sram =
            found_in_sram || groups_of(pes, at_once) > number(parameters_.source_registers);
        for (std::size_t pe = 0; pe < pes; ++pe) {
            if (from_sram) pe_[pe].sram_reads += vectors * of_pe(part.inputs, pe);
            if (to_sram && part.completes_outputs) pe_[pe].sram_writes += of_pe(part.outputs, pe);
        }
    }
}

}  // namespace lacuna::eie
