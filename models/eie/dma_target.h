/// What the DMA of the central control unit reaches in a PE in I/O mode, while the pipeline stands still.
///
/// Source: ISCA 2016, section IV "Central Control Unit".
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>
#include <vector>

#include "sim/formats/relative_index.h"
#include "sim/layers/workload.h"

namespace lacuna::eie {

class dma_target_if : virtual public sc_core::sc_interface {
  public:
    /// Fills pointer SRAM, weight SRAM and codebook.
    virtual void load_weights(formats::relative_index_bank bank,
                              std::shared_ptr<const std::vector<float>> codebook) = 0;
    /// Fills the source activations, and clears the accumulators of `outputs` outputs.
    virtual void load_activations(std::vector<float> source, std::uint32_t outputs) = 0;
    /// Takes the finished outputs, through the activation function.
    virtual std::vector<float> store_outputs(layers::activation_function function) = 0;
};

}  // namespace lacuna::eie
