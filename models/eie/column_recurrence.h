/// EIE's timing as a recurrence over the broadcast columns, all PEs at once, without stepping cycles.
///
/// For broadcast k of column j with n_k entries in a PE: A_k, the first attempt to send it, is B_{k-1} plus
/// the delay that the supply of rows makes; B_k = max(A_k, 1 + max over PEs of P_{k-S+1}), since a queue of S
/// slots holds S - 1; in each PE P_k = max(E_{k-1}, B_k + 1), the edge at which it enters the pointer stage,
/// and E_k = P_k + max(n_k, 1), the edge at which it leaves. The rules are those of README.md, section
/// "Timing"; the code is not the model's.
#pragma once

#include <cstdint>
#include <vector>

#include "models/eie/prepared_layer.h"

namespace lacuna::eie {

/// A column to broadcast, and the edges between the broadcast before it and the first attempt to send it.
struct scheduled_column {
    std::uint32_t column = 0;
    std::uint64_t delay = 1;
};

/// What one PE did, in the order of lanes.
struct pe_counts {
    std::vector<std::uint64_t> busy;
    std::vector<std::uint64_t> empty_columns;
    std::vector<std::uint64_t> fillers;
    std::vector<std::uint64_t> row_reads;
    std::vector<std::uint64_t> bypasses;
    std::vector<std::uint32_t> sram_row;  ///< in the row buffer at the end; no_row at the beginning

    static constexpr std::uint32_t no_row = 0xFFFFFFFF;
    explicit pe_counts(std::uint32_t pes);
};

struct recurrence_result {
    std::uint64_t cycles = 0;
    std::uint64_t queue_full = 0;  ///< cycles in which a found activation was held
};

/// Runs the recurrence over one vector's broadcasts, and adds to the counts of the PEs.
recurrence_result run_recurrence(const packed_columns& columns, std::uint64_t queue_slots,
                                 std::uint64_t broadcast_latency,
                                 const std::vector<scheduled_column>& schedule, pe_counts& counts);

}  // namespace lacuna::eie
