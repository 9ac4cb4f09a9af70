/// What the DMA reaches in a PE in I/O mode, while the pipeline stands still.
///
/// Source: ISCA 2016, section IV "Central Control Unit".
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>
#include <vector>

#include "sim/formats/relative_index.h"

namespace lacuna::eie {

class dma_target_if : virtual public sc_core::sc_interface {
  public:
    virtual void load_codebook(std::shared_ptr<const std::vector<float>> codebook) = 0;
    /// Fills pointer SRAM and weight SRAM; the bank must live as long as it is used.
    virtual void load_weights(const formats::relative_index_bank& bank) = 0;
    /// Fills the source registers, and the activation SRAM with what is beyond them.
    virtual void load_activations(std::vector<float> source) = 0;
    /// Fills the accumulators.
    virtual void load_sums(std::vector<float> sums) = 0;
    virtual const std::vector<float>& sums() const = 0;
    /// The outputs that are complete.
    virtual const std::vector<float>& outputs() const = 0;
};

}  // namespace lacuna::eie
