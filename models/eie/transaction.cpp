#include "models/eie/transaction.h"

#include <fmt/format.h>

#include <algorithm>

#include "models/eie/capacity.h"
#include "models/eie/counters.h"
#include "models/eie/encoding.h"
#include "models/eie/lnzd_node.h"

namespace lacuna::eie {

namespace {

/// The product, zero activations skipped as EIE does.
std::vector<float> sparse_product(const formats::csc<float>& weights, const std::vector<float>& activations,
                                  layers::activation_function function) {
    std::vector<float> outputs(weights.rows, 0.0f);
    for (std::uint32_t column = 0; column < weights.columns; ++column) {
        const float activation = column < activations.size() ? activations[column] : 1.0f;
        if (activation == 0) continue;
        for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i) {
            outputs[weights.row[i]] += weights.value[i] * activation;
        }
    }
    if (function == layers::activation_function::relu) {
        for (float& output : outputs) output = std::max(output, 0.0f);
    }
    return outputs;
}

}  // namespace

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
    add("central_control", central_control_busy_cycles, control_.busy_cycles);
    add("central_control", central_control_queue_full, control_.queue_full);
    add("central_control", central_control_next_row, control_.next_row);
    add("central_control", central_control_lnzd_wait, control_.lnzd_wait);
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
        add(pe + ".activation_read_write", activation_read_write_source_read, c.source_reads);
        add(pe + ".activation_read_write", activation_read_write_accumulator_read, c.accumulator_reads);
        add(pe + ".activation_read_write", activation_read_write_accumulator_write, c.accumulator_writes);
    }
    for (std::size_t node = 0; node < selects_.size(); ++node) {
        add(fmt::format("lnzd_node[{}]", node), lnzd_node_select, selects_[node]);
    }
}

formats::csc<float> transaction::operand_weights(const layers::affine_weights& weights) const {
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
    const encoded_product encoded = encode(parameters_, product, result);
    const packed_columns columns =
        pack(prepare(encoded.banks), static_cast<std::uint32_t>(parameters_.sram_entries_per_row));
    const formats::csc<float> weights = operand_weights(product.weights);

    pe_counts counted(columns.pes);
    std::uint64_t cycles = 0;
    std::uint64_t broadcasts = 0;
    layers::outputs computed;
    for (const std::vector<float>& activations : product.activations) {
        const control_counters before = control_;
        const std::vector<scheduled_column> schedule = schedule_of(activations);
        const recurrence_result timed = run_recurrence(
            columns, static_cast<std::uint64_t>(parameters_.activation_queue_slots),
            static_cast<std::uint64_t>(parameters_.broadcast_latency_cycles), schedule, counted);
        control_.busy_cycles += schedule.size();
        control_.broadcasts += schedule.size();
        control_.queue_full += timed.queue_full;
        control_.finished += timed.cycles - schedule.size() - timed.queue_full -
                             (control_.next_row - before.next_row) - (control_.lnzd_wait - before.lnzd_wait);
        cycles += timed.cycles;
        broadcasts += schedule.size();
        computed.push_back(sparse_product(weights, activations, product.function));
    }
    add_pe_counts(counted, cycles, broadcasts);
    result.cycles += cycles;
    result.outputs.push_back(std::move(computed));
}

std::vector<scheduled_column> transaction::schedule_of(const std::vector<float>& activations) {
    const std::size_t pes = pe_.size();
    const auto lnzd_latency = static_cast<std::uint64_t>(parameters_.lnzd_latency_cycles);
    const bool negative_too = parameters_.broadcast == "nonzero";
    std::vector<scheduled_column> schedule;
    std::uint64_t delay = 2;  // edge 1 takes the first row, edge 2 looks at it
    ++control_.next_row;
    for (std::size_t row = 0; row < activations.size(); row += pes) {
        delay += lnzd_latency;
        control_.lnzd_wait += lnzd_latency;
        for (pe_counters& pe : pe_) ++pe.source_reads;
        bool sent_last = false;
        for (std::size_t pe = 0; pe < std::min(pes, activations.size() - row); ++pe) {
            const float activation = activations[row + pe];
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
    const std::size_t bias = (activations.size() + pes - 1) / pes * pes;
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

}  // namespace lacuna::eie
