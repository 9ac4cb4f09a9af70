#include "tests/eie/reference_timing.h"

#include <algorithm>

namespace lacuna::eie::test {

namespace {

/// One stored entry of a PE's slice of a column, a filler having code 0.
struct stored_entry {
    std::uint32_t address;  // row within the PE
    std::uint8_t code;
};

using slice = std::vector<stored_entry>;

/// The slices of one PE, by column.
std::vector<slice> slices_of(const parameters& p, const formats::csc<std::uint8_t>& codes, std::uint32_t pe) {
    const auto pes = static_cast<std::uint32_t>(p.pes);
    const auto longest_run = (1u << p.run_bits) - 1;
    std::vector<slice> slices(codes.columns);
    for (std::uint32_t column = 0; column < codes.columns; ++column) {
        std::uint32_t next = 0;  // address after the entry before
        for (std::uint32_t i = codes.column_begin[column]; i < codes.column_begin[column + 1]; ++i) {
            if (codes.row[i] % pes != pe) continue;
            const std::uint32_t address = codes.row[i] / pes;
            for (; address - next > longest_run; next += longest_run + 1)
                slices[column].push_back({next + longest_run, 0});
            slices[column].push_back({address, codes.value[i]});
            next = address + 1;
        }
    }
    return slices;
}

/// The columns in the order of their broadcast, each with the edge of its first attempt relative to the
/// broadcast before it.
struct broadcast {
    std::uint32_t column;
    std::uint64_t delay;
};

std::vector<broadcast> broadcasts_of(const parameters& p, const formats::csc<std::uint8_t>& codes,
                                     const std::vector<float>& activations, reference_counts& counts) {
    const auto pes = static_cast<std::size_t>(p.pes);
    const auto lnzd = static_cast<std::uint64_t>(p.lnzd_latency_cycles);
    std::vector<broadcast> order;
    counts.next_row = 1;      // the row of zeros at reset
    std::uint64_t delay = 2;  // edge 1 takes the first row, edge 2 looks at it
    const bool in_batches = activations.size() > static_cast<std::size_t>(p.source_registers) * pes;
    if (in_batches) counts.sram_reads = activations.size();  // each once
    for (std::size_t begin = 0; begin < activations.size(); begin += pes) {
        if (begin > 0 && begin / pes % static_cast<std::size_t>(p.source_registers) == 0) {
            delay += static_cast<std::uint64_t>(p.batch_switch_cycles);
            counts.batch_switch += static_cast<std::uint64_t>(p.batch_switch_cycles);
        }
        delay += lnzd;
        counts.lnzd_wait += lnzd;
        bool sent_last = false;
        for (std::size_t j = begin; j < std::min(begin + pes, activations.size()); ++j) {
            if (p.broadcast == "positive" ? activations[j] <= 0 : activations[j] == 0) continue;
            order.push_back({static_cast<std::uint32_t>(j), delay});
            delay = 1;
            sent_last = j == begin + pes - 1;
        }
        if (!sent_last) {
            ++delay;
            ++counts.next_row;
        }
    }
    order.push_back({codes.columns - 1, delay});
    if (pes > 1) ++counts.next_row;
    counts.broadcasts = order.size();
    return order;
}

}  // namespace

reference_counts reference_timing(const parameters& p, const formats::csc<std::uint8_t>& codes,
                                  const std::vector<float>& activations) {
    reference_counts counts;
    const std::vector<broadcast> order = broadcasts_of(p, codes, activations, counts);
    const auto slots = static_cast<std::size_t>(p.activation_queue_slots);
    const auto pes = static_cast<std::uint32_t>(p.pes);

    std::vector<std::vector<slice>> slices;
    std::vector<std::vector<std::uint64_t>> bank_begin(pes);
    for (std::uint32_t pe = 0; pe < pes; ++pe) {
        slices.push_back(slices_of(p, codes, pe));
        std::uint64_t begin = 0;
        for (const slice& column : slices.back()) {
            bank_begin[pe].push_back(begin);
            begin += column.size();
        }
    }

    struct pe_state {
        std::uint64_t leaves = 0;            // E: the edge at which the column before left the pointer stage
        std::uint64_t last_work_leaves = 0;  // the same, of the last column that was not empty
        std::int64_t sram_row = -1;
        const stored_entry* last = nullptr;  // entry of the column before, where it was not empty
    };
    std::vector<pe_state> state(pes);
    std::vector<std::uint64_t> latest_entry;  // max over PEs of P, by broadcast
    std::uint64_t sent = 0;                   // B
    for (std::size_t k = 0; k < order.size(); ++k) {
        const std::uint64_t attempt = sent + order[k].delay;
        sent = attempt;
        if (k + 1 >= slots) sent = std::max(sent, 1 + latest_entry[k + 1 - slots]);
        counts.queue_full += sent - attempt;
        latest_entry.push_back(0);
        for (std::uint32_t pe = 0; pe < pes; ++pe) {
            pe_state& s = state[pe];
            const slice& column = slices[pe][order[k].column];
            const std::uint64_t enters =
                std::max(s.leaves, sent + 1 + static_cast<std::uint64_t>(p.broadcast_latency_cycles));
            latest_entry.back() = std::max(latest_entry.back(), enters);
            if (!column.empty() && s.last != nullptr && enters == s.leaves && s.last->code != 0 &&
                column.front().code != 0 && column.front().address == s.last->address) {
                ++counts.bypasses;
            }
            s.leaves = enters + std::max<std::uint64_t>(column.size(), 1);
            s.last = column.empty() ? nullptr : &column.back();
            if (column.empty()) {
                ++counts.empty_column;
                continue;
            }
            s.last_work_leaves = s.leaves;
            counts.busy += column.size();
            for (std::size_t i = 0; i < column.size(); ++i) {
                const auto row =
                    static_cast<std::int64_t>((bank_begin[pe][order[k].column] + i) /
                                              static_cast<std::uint64_t>(p.sram_entries_per_row));
                counts.row_reads += row != s.sram_row;
                s.sram_row = row;
                ++(column[i].code == 0 ? counts.fillers : counts.macs);
            }
        }
    }
    for (const pe_state& s : state) {
        counts.cycles =
            std::max({counts.cycles, 1 + s.leaves, s.last_work_leaves ? 5 + s.last_work_leaves : 0});
    }
    return counts;
}

}  // namespace lacuna::eie::test
