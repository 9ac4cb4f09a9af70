/// EIE's transaction engine: the counts of the clocked model, to the last one, from the structure of the
/// work.
///
/// The supply of rows fixes the order of the broadcasts (broadcast_schedule), column_recurrence their edges;
/// the rest follows. No box, no cycle and no weight is touched; outputs come from a sparse product of its own
/// (product_outputs).
#pragma once

#include <cstdint>
#include <vector>

#include "models/eie/broadcast_schedule.h"
#include "models/eie/column_recurrence.h"
#include "models/eie/encoding.h"
#include "models/eie/parameters.h"
#include "sim/accelerator/accelerator.h"

namespace lacuna::eie {

class transaction final : public accelerator {
  public:
    explicit transaction(const parameters& p);

    outcome run(const layers::workload& work) override;
    held_weights stored_weights(const layers::affine_weights& weights) const override;
    numerics arithmetic() const override { return parameters_.computes(); }
    std::string multiplier_boxes() const override { return "pe"; }

  private:
    /// The counters of a PE's boxes, and of a node of the LNZD tree.
    struct pe_counters {
        std::uint64_t pushes = 0, pops = 0, busy_cycles = 0, empty_column = 0, starved = 0, pointer_reads = 0,
                      row_reads = 0, macs = 0, fillers = 0, bypasses = 0, overflows = 0, source_reads = 0,
                      accumulator_reads = 0, accumulator_writes = 0, sram_reads = 0, sram_writes = 0;
    };
    struct control_counters {
        std::uint64_t busy_cycles = 0, queue_full = 0, next_row = 0, lnzd_wait = 0, batch_switch = 0,
                      finished = 0, broadcasts = 0;
    };
    struct dma_counters {
        std::uint64_t weight_loading_cycles = 0, activation_loading_cycles = 0, sum_spilling_cycles = 0,
                      output_storing_cycles = 0;
    };

    void register_counters();
    void run_product(const layers::product& product, outcome& result);
    /// Every vector through one pass; returns the cycles. `known` is the schedule of a vector that is alone.
    std::uint64_t run_pass(const layers::product& product, const pass& part, const packed_columns& columns,
                           const broadcast_schedule* known);
    /// What the control unit, the LNZD tree and the source registers did for a vector in a pass.
    void count_broadcasts(const broadcast_schedule& schedule, const recurrence_result& timed);
    void add_pe_counts(const pe_counts& counted, std::uint64_t cycles, std::uint64_t broadcasts);
    /// What passes between the register files, the activation SRAM and the DMA. `held`: in a network, the
    /// layer before has left its outputs in the PEs.
    void count_transfers(const layers::product& product, const encoded_product& encoded, bool held);

    parameters parameters_;
    dma_counters dma_;
    control_counters control_;
    std::vector<pe_counters> pe_;
    std::vector<std::uint64_t> selects_;  // by node, leaves first
    // Where the outputs of the layer before stand, for the one that follows it.
    bool holds_outputs_ = false;
    bool holds_them_in_sram_ = false;
};

}  // namespace lacuna::eie
