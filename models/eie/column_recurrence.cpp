#include "models/eie/column_recurrence.h"

#include <algorithm>
#include <variant>

namespace lacuna::eie {

namespace {

/// The state of all PEs, one value a lane. Times and counts are 32 bits wide while they fit, which doubles
/// the lanes of a vector.
template <class Number>
struct lanes {
    explicit lanes(const pe_counts& counts)
        : leaves(counts.busy.size()),
          last_work_leaves(leaves.size()),
          busy(leaves.size()),
          empty_columns(leaves.size()),
          fillers(leaves.size()),
          row_reads(leaves.size()),
          bypasses(leaves.size()),
          sram_row(counts.sram_row.begin(), counts.sram_row.end()),
          last_address(leaves.size(), prepared_layer::no_last) {}

    std::vector<Number> leaves;            // E: the column before leaves the pointer stage
    std::vector<Number> last_work_leaves;  // the same, of the last column with entries
    std::vector<Number> busy, empty_columns, fillers, row_reads, bypasses;
    std::vector<Number> sram_row;
    std::vector<Number> last_address;  // of the column before
};

/// One column in all PEs, arriving at the queues at edge `arrives`; returns the latest edge at which a PE
/// takes it. Free of branches, so that the compiler makes vectors of it.
template <class Index, class Number>
[[gnu::always_inline]] inline Number step(const Index* column, std::uint32_t pes, Number arrives,
                                          lanes<Number>& pe) {
    const auto field_of = [&](field which) { return column + static_cast<std::size_t>(which) * pes; };
    const Index* entries = field_of(field::entries);
    const Index* fillers = field_of(field::fillers);
    const Index* first_address = field_of(field::first_address);
    const Index* last_address = field_of(field::last_address);
    const Index* first_row = field_of(field::first_row);
    const Index* last_row = field_of(field::last_row);
    Number* leaves = pe.leaves.data();
    Number* last_work_leaves = pe.last_work_leaves.data();
    Number* busy = pe.busy.data();
    Number* empty_columns = pe.empty_columns.data();
    Number* filler_count = pe.fillers.data();
    Number* row_reads = pe.row_reads.data();
    Number* bypasses = pe.bypasses.data();
    Number* sram_row = pe.sram_row.data();
    Number* address_before = pe.last_address.data();
    Number latest = 0;
#pragma GCC ivdep
    for (std::uint32_t i = 0; i < pes; ++i) {
        const Number left = leaves[i];
        const Number enters = left > arrives ? left : arrives;
        latest = latest > enters ? latest : enters;
        const Number count = entries[i];
        const Number has_work = count != 0;
        const Number work_mask = Number{0} - has_work;
        const Number leaves_now = enters + count + (has_work ^ 1u);
        leaves[i] = leaves_now;
        last_work_leaves[i] = (leaves_now & work_mask) | (last_work_leaves[i] & ~work_mask);
        busy[i] += count;
        empty_columns[i] += has_work ^ 1u;
        filler_count[i] += fillers[i];
        const Number adjacent = enters == left;
        const Number same_accumulator = Number{first_address[i]} == address_before[i];
        bypasses[i] += adjacent & same_accumulator;
        address_before[i] = last_address[i];
        const Number buffered = sram_row[i];
        const Number row_begin = first_row[i];
        const Number row_end = last_row[i];
        const Number misses = row_begin != buffered;
        row_reads[i] += (row_end - row_begin + misses) & work_mask;
        sram_row[i] = (row_end & work_mask) | (buffered & ~work_mask);
    }
    return latest;
}

/// All that a run of the recurrence is given.
struct run_input {
    std::uint32_t pes;
    std::uint64_t queue_slots;
    std::uint64_t broadcast_latency;
    const std::vector<scheduled_column>& schedule;
};

template <class Index, class Number>
[[gnu::always_inline]] inline recurrence_result run(const std::vector<Index>& columns, const run_input& in,
                                                    lanes<Number>& pe) {
    recurrence_result result;
    const std::uint32_t pes = in.pes;
    std::vector<Number> taken(in.schedule.size());  // max over PEs of P_k
    std::uint64_t sent = 0;                         // B
    for (std::size_t k = 0; k < in.schedule.size(); ++k) {
        const std::uint64_t attempt = sent + in.schedule[k].delay;
        sent = attempt;
        if (k + 1 >= in.queue_slots)
            sent = std::max<std::uint64_t>(attempt, 1 + std::uint64_t{taken[k + 1 - in.queue_slots]});
        result.queue_full += sent - attempt;
        const auto arrives = static_cast<Number>(sent + 1 + in.broadcast_latency);
        taken[k] = step(columns.data() + std::size_t{in.schedule[k].column} * packed_columns::fields * pes,
                        pes, arrives, pe);
    }
    for (std::uint32_t i = 0; i < pes; ++i) {
        // An entry is written four edges after its column has left the pointer stage.
        const std::uint64_t written =
            pe.last_work_leaves[i] == 0 ? 0 : std::uint64_t{pe.last_work_leaves[i]} + 4;
        result.cycles = std::max({result.cycles, 1 + std::uint64_t{pe.leaves[i]}, 1 + written});
    }
    return result;
}

// The same code for the baseline instruction set and for wider vectors, chosen when it runs.

template <class Index, class Number>
recurrence_result run_baseline(const std::vector<Index>& columns, const run_input& in, lanes<Number>& pe) {
    return run(columns, in, pe);
}

#if defined(__x86_64__)
template <class Index, class Number>
[[gnu::target("avx2")]] recurrence_result run_avx2(const std::vector<Index>& columns, const run_input& in,
                                                   lanes<Number>& pe) {
    return run(columns, in, pe);
}

template <class Index, class Number>
recurrence_result run_best(const std::vector<Index>& columns, const run_input& in, lanes<Number>& pe) {
    static const bool has_avx2 = __builtin_cpu_supports("avx2");
    return has_avx2 ? run_avx2(columns, in, pe) : run_baseline(columns, in, pe);
}
#else
template <class Index, class Number>
recurrence_result run_best(const std::vector<Index>& columns, const run_input& in, lanes<Number>& pe) {
    return run_baseline(columns, in, pe);
}
#endif

template <class Number>
void add(std::vector<std::uint64_t>& to, const std::vector<Number>& more) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += more[i];
}

template <class Number>
recurrence_result run_in(const packed_columns& columns, const run_input& in, pe_counts& counts) {
    lanes<Number> pe(counts);
    const recurrence_result result =
        std::visit([&](const auto& values) { return run_best(values, in, pe); }, columns.values);
    add(counts.busy, pe.busy);
    add(counts.empty_columns, pe.empty_columns);
    add(counts.fillers, pe.fillers);
    add(counts.row_reads, pe.row_reads);
    add(counts.bypasses, pe.bypasses);
    for (std::size_t i = 0; i < pe.sram_row.size(); ++i)
        counts.sram_row[i] = static_cast<std::uint32_t>(pe.sram_row[i]);
    return result;
}

/// No run takes longer: every column waits for the whole of the one before it.
std::uint64_t longest_run(const packed_columns& columns, const run_input& in) {
    std::uint64_t cycles = 16;
    for (const scheduled_column& column : in.schedule)
        cycles += column.delay + in.broadcast_latency + columns.largest_column + 4;
    return cycles;
}

}  // namespace

pe_counts::pe_counts(std::uint32_t pes)
    : busy(pes), empty_columns(pes), fillers(pes), row_reads(pes), bypasses(pes), sram_row(pes, no_row) {}

recurrence_result run_recurrence(const packed_columns& columns, std::uint64_t queue_slots,
                                 std::uint64_t broadcast_latency,
                                 const std::vector<scheduled_column>& schedule, pe_counts& counts) {
    const run_input in{columns.pes, queue_slots, broadcast_latency, schedule};
    const bool fits = longest_run(columns, in) < (std::uint64_t{1} << 31);
    return fits ? run_in<std::uint32_t>(columns, in, counts) : run_in<std::uint64_t>(columns, in, counts);
}

}  // namespace lacuna::eie
