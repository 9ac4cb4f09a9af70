#include "models/eie/transaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "models/eie/capacity.h"
#include "models/eie/counters.h"
#include "models/eie/encoding.h"
#include "models/eie/lnzd_node.h"
#include "sim/config/interruption.h"

namespace lacuna::eie {

transaction::transaction(const parameters& p) : parameters_(p), pe_(static_cast<std::size_t>(p.pes)) {
    std::size_t level = pe_.size();
    do {
        level = (level + lnzd_node::fan_in - 1) / lnzd_node::fan_in;
        selects_.resize(selects_.size() + level);
    } while (level > 1);
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
    for (std::size_t i = 0; i < pe_.size(); ++i) {
        const std::string pe = fmt::format("pe[{}]", i);
        pe_counters& c = pe_[i];
        add(pe + ".activation_queue", activation_queue_push, c.pushes);
        add(pe + ".activation_queue", activation_queue_pop, c.pops);
        add(pe, pe_busy_cycles, c.busy_cycles);
        add(pe, pe_empty_column, c.empty_column);
        add(pe, pe_starved, c.starved);
        add(pe + ".pointer_read", pointer_read_read, c.pointer_reads);
        add(pe + ".sparse_matrix_read", sparse_matrix_read_read, c.row_reads);
        add(pe + ".arithmetic_unit", arithmetic_unit_mac, c.macs);
        add(pe + ".arithmetic_unit", arithmetic_unit_filler, c.fillers);
        add(pe + ".arithmetic_unit", arithmetic_unit_bypass, c.bypasses);
        add(pe + ".arithmetic_unit", arithmetic_unit_overflows, c.overflows);
        add(pe + ".activation_read_write", activation_read_write_source_read, c.source_reads);
        add(pe + ".activation_read_write", activation_read_write_accumulator_read, c.accumulator_reads);
        add(pe + ".activation_read_write", activation_read_write_accumulator_write, c.accumulator_writes);
        add(pe + ".activation_read_write", activation_read_write_sram_read, c.sram_reads);
        add(pe + ".activation_read_write", activation_read_write_sram_write, c.sram_writes);
    }
    for (std::size_t node = 0; node < selects_.size(); ++node) {
        add(fmt::format("lnzd_node[{}]", node), lnzd_node_select, selects_[node]);
    }
}

formats::csc<float> transaction::stored_weights(const layers::affine_weights& weights) const {
    return formats::shared_values(weights.shared(static_cast<int>(parameters_.code_bits)));
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
    const auto entries_per_row = static_cast<std::uint32_t>(parameters_.sram_entries_per_row);
    const auto columns = product.weights.derived<std::vector<packed_columns>>(
        fmt::format("{}: columns, {} entries a row", encoded.name, entries_per_row), [&] {
            std::vector<packed_columns> packed;
            for (const pass& part : *encoded.passes)
                packed.push_back(pack(prepare(*part.banks), entries_per_row));
            return packed;
        });
    for (std::size_t i = 0; i < columns->size(); ++i)
        result.cycles += run_pass(product, (*encoded.passes)[i], (*columns)[i]);

    formats::csc<float> weights = stored_weights(product.weights);
    const formats::shared_weights& shared = product.weights.shared(static_cast<int>(parameters_.code_bits));
    for (std::size_t i = 0; i < weights.value.size(); ++i)
        weights.value[i] = encoded.codebook[shared.codes.value[i]];
    result.outputs.emplace_back();
    for (const std::vector<float>& activations : product.activations) {
        give_up_if_stopped();
        result.outputs.back().push_back(outputs_of(product, weights, activations));
    }
}

std::uint64_t transaction::run_pass(const layers::product& product, const pass& part,
                                    const packed_columns& columns) {
    pe_counts counted(columns.pes);
    std::uint64_t cycles = 0;
    std::uint64_t broadcasts = 0;
    for (const std::vector<float>& activations : product.activations) {
        give_up_if_stopped();
        const control_counters before = control_;
        const float* begin = activations.data() + part.first_input;
        const std::vector<scheduled_column> schedule = schedule_of(begin, begin + part.inputs);
        const recurrence_result timed = run_recurrence(
            columns, static_cast<std::uint64_t>(parameters_.activation_queue_slots),
            static_cast<std::uint64_t>(parameters_.broadcast_latency_cycles), schedule, counted);
        control_.busy_cycles += schedule.size();
        control_.broadcasts += schedule.size();
        control_.queue_full += timed.queue_full;
        control_.finished += timed.cycles - schedule.size() - timed.queue_full -
                             (control_.next_row - before.next_row) - (control_.lnzd_wait - before.lnzd_wait) -
                             (control_.batch_switch - before.batch_switch);
        cycles += timed.cycles;
        broadcasts += schedule.size();
    }
    add_pe_counts(counted, cycles, broadcasts);
    return cycles;
}

std::vector<scheduled_column> transaction::schedule_of(const float* begin, const float* end) {
    const std::size_t pes = pe_.size();
    const auto inputs = static_cast<std::size_t>(end - begin);
    const auto batch = static_cast<std::size_t>(parameters_.source_registers) * pes;
    const auto lnzd_latency = static_cast<std::uint64_t>(parameters_.lnzd_latency_cycles);
    const auto batch_switch = static_cast<std::uint64_t>(parameters_.batch_switch_cycles);
    const bool negative_too = parameters_.broadcast == "nonzero";
    std::vector<scheduled_column> schedule;
    std::uint64_t delay = 2;  // edge 1 takes the first row, edge 2 looks at it
    ++control_.next_row;
    for (std::size_t row = 0; row < inputs; row += pes) {
        if (row > 0 && row % batch == 0) {
            delay += batch_switch;
            control_.batch_switch += batch_switch;
        }
        delay += lnzd_latency;
        control_.lnzd_wait += lnzd_latency;
        for (pe_counters& pe : pe_) ++pe.source_reads;
        bool sent_last = false;
        for (std::size_t pe = 0; pe < std::min(pes, inputs - row); ++pe) {
            const float activation = begin[row + pe];
            if (negative_too ? activation == 0 : activation <= 0) continue;
            schedule.push_back({static_cast<std::uint32_t>(row + pe), delay});
            count_selects(static_cast<std::uint32_t>(pe));
            delay = 1;
            sent_last = pe + 1 == pes;
        }
        if (sent_last) continue;
        ++delay;
        ++control_.next_row;
    }
    const std::size_t bias = (inputs + pes - 1) / pes * pes;
    schedule.push_back({static_cast<std::uint32_t>(bias), delay});
    if (pes > 1) ++control_.next_row;
    return schedule;
}

void transaction::count_selects(std::uint32_t pe) {
    std::size_t level_begin = 0;
    std::size_t level = pe_.size();
    std::size_t child = pe;
    do {
        level = (level + lnzd_node::fan_in - 1) / lnzd_node::fan_in;
        child /= lnzd_node::fan_in;
        ++selects_[level_begin + child];
        level_begin += level;
    } while (level > 1);
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

std::vector<float> transaction::outputs_of(const layers::product& product, const formats::csc<float>& weights,
                                           const std::vector<float>& activations) {
    const formats::arithmetic computes = parameters_.computes();
    std::vector<float> outputs(weights.rows, 0.0f);
    std::uint64_t of_operands = 0;  // noted once for the whole layer: encoding.cpp
    for (std::uint32_t column = 0; column < weights.columns; ++column) {
        const float loaded = column < activations.size() ? activations[column] : 1.0f;
        if (loaded == 0) continue;
        const float activation = computes.activation(loaded, of_operands);
        for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i) {
            const std::uint32_t row = weights.row[i];
            std::uint64_t& overflows = pe_[row % pe_.size()].overflows;
            outputs[row] = computes.sum(outputs[row],
                                        computes.product(weights.value[i], activation, overflows), overflows);
        }
    }
    if (product.function == layers::activation_function::relu) {
        for (float& output : outputs) output = std::max(output, 0.0f);
    }
    return outputs;
}

}  // namespace lacuna::eie
