/// The activation read/write unit of a PE: its input activations, and the accumulators of its outputs.
///
/// Source: ISCA 2016, section IV "Activation Read/Write"; timing: README.md, rules 1 and 6. The source
/// register file feeds the LNZD tree, the destination register file accumulates; ReLU stands on the path by
/// which finished outputs leave. Vectors longer than the register file are held by the activation SRAM: no
/// cycle is charged for that.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "models/eie/lnzd_node.h"
#include "sim/layers/workload.h"
#include "sim/statistics/registry.h"

namespace lacuna::eie {

class activation_read_write final : public sc_core::sc_module, public nonzero_source_if {
  public:
    /// `pe` is the PE's number. Where `negative_too`, any non-zero activation is offered to the LNZD tree,
    /// else positive ones.
    activation_read_write(sc_core::sc_module_name name, std::uint32_t pe, bool negative_too,
                          statistics::registry& statistics);

    /// Fills the source register file, one activation a row, and clears `outputs` accumulators.
    void load(std::vector<float> source, std::uint32_t outputs);
    /// The outputs, through the activation function.
    std::vector<float> store(layers::activation_function function);

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
    bool negative_too_;
    std::vector<float> source_;
    float presented_ = 0;
    bool offered_ = false;
    std::uint64_t source_reads_ = 0;
};

}  // namespace lacuna::eie
