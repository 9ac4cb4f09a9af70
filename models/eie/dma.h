/// The DMA of the central control unit: in I/O mode it moves weights, activations and outputs between the PEs
/// and the outside, while the pipeline stands still.
///
/// Source: ISCA 2016, section IV "Central Control Unit"; its width is not published (dma_bits_per_cycle).
/// Each transfer -- the codebook, the pointers of a PE, the entries of a PE, a vector -- takes its bits /
/// width cycles, rounded up. I/O mode is counted apart from computing, and not stepped.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "models/eie/dma_target.h"
#include "models/eie/parameters.h"
#include "sim/statistics/registry.h"

namespace lacuna::eie {

class dma final : public sc_core::sc_module {
  public:
    /// The PEs, in order.
    sc_core::sc_port<dma_target_if, 0, sc_core::SC_ONE_OR_MORE_BOUND> targets{"targets"};

    dma(sc_core::sc_module_name name, const parameters& p, statistics::registry& statistics);

    /// The same codebook into every PE, in one transfer.
    void load_codebook(const std::vector<float>& codebook);
    /// One bank into each PE; the banks must live as long as they are used.
    void load_weights(const formats::relative_index_csc& banks);

    // Vectors are distributed over the PEs: element i stands in PE i mod N.

    void load_activations(const float* begin, const float* end);
    void load_sums(const std::vector<float>& sums);
    std::vector<float> store_sums(std::uint32_t outputs);
    std::vector<float> store_outputs(std::uint32_t outputs);
    /// What store_outputs gives, left where it is: what an observer sees, not the DMA.
    std::vector<float> observe_outputs(std::uint32_t outputs) const;

  private:
    std::size_t pes() const { return static_cast<std::size_t>(targets.size()); }
    std::uint64_t cycles_for(std::uint64_t numbers, std::uint64_t bits) const;

    std::uint64_t width_;
    std::uint64_t pointer_bits_;
    std::uint64_t entry_bits_;
    std::uint64_t operand_bits_;

    std::uint64_t weight_loading_cycles_ = 0;
    std::uint64_t activation_loading_cycles_ = 0;
    std::uint64_t sum_spilling_cycles_ = 0;
    std::uint64_t output_storing_cycles_ = 0;
};

}  // namespace lacuna::eie
