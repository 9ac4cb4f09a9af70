/// The activation read/write unit of a PE: its input activations, and the accumulators of its outputs.
///
/// Source: ISCA 2016, section IV "Activation Read/Write"; timing: README.md, rules 1 and 6. The source
/// register file feeds the LNZD tree, the destination register file accumulates; the activation function
/// stands on the path by which finished outputs leave it. Between two layers of a network the files swap. A
/// vector longer than the source registers stands in the activation SRAM, which is read at the beginning of
/// each batch; outputs in more groups than one are written there at the end of each.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "models/eie/lnzd_node.h"
#include "models/eie/parameters.h"
#include "sim/layers/workload.h"
#include "sim/statistics/registry.h"

namespace lacuna::eie {

class activation_read_write final : public sc_core::sc_module, public nonzero_source_if {
  public:
    /// `pe` is the PE's number.
    activation_read_write(sc_core::sc_module_name name, std::uint32_t pe, const parameters& p,
                          statistics::registry& statistics);

    // Between runs.

    /// Fills the source registers, and the activation SRAM with what is beyond them: one activation a row.
    void load_source(std::vector<float> source) { source_ = std::move(source); }
    /// Fills the accumulators.
    void load_sums(std::vector<float> sums) { destination_ = std::move(sums); }
    const std::vector<float>& sums() const { return destination_; }
    /// Makes ready for the rows [first_row, first_row + rows), which come from the activation SRAM where
    /// `from_sram`.
    void select_rows(std::uint32_t first_row, std::uint32_t rows, bool from_sram);
    /// Passes the accumulators on as outputs, through the activation function; into the activation SRAM where
    /// `to_sram`.
    void complete_outputs(layers::activation_function function, bool to_sram);
    /// The outputs that are complete.
    const std::vector<float>& outputs() const { return outputs_; }
    void clear_outputs() { outputs_.clear(); }
    /// The outputs that are complete become the source activations.
    void swap() { source_ = std::move(outputs_); }

    // The leaf of the LNZD tree: the activation of the presented row.
    bool present(std::uint32_t row) override;
    bool more() const override { return offered_; }
    leading_nonzero take() override;

    // The accumulators.
    float read(std::uint32_t address) {
        ++accumulator_reads_;
        return destination_[address];
    }
    void write(std::uint32_t address, float value) {
        ++accumulator_writes_;
        destination_[address] = value;
    }

  private:
    // Used every cycle, so kept in one cache line (kernel/clock_domain.h).
    alignas(64) std::vector<float> destination_;
    std::uint64_t accumulator_reads_ = 0;
    std::uint64_t accumulator_writes_ = 0;

    std::uint32_t pe_;
    bool negative_too_;  // any non-zero activation is offered to the LNZD tree, else positive ones
    std::uint32_t rows_of_batch_;
    formats::arithmetic arithmetic_;
    std::vector<float> source_;
    std::vector<float> outputs_;
    std::uint32_t first_row_ = 0;
    std::uint32_t end_row_ = 0;
    bool from_sram_ = false;
    float presented_ = 0;
    bool offered_ = false;
    std::uint64_t source_reads_ = 0;
    std::uint64_t sram_reads_ = 0;
    std::uint64_t sram_writes_ = 0;
};

}  // namespace lacuna::eie
