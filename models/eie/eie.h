/// EIE, the Efficient Inference Engine: central control unit, LNZD quadtree and an array of PEs.
///
/// Source: Han et al., "EIE: Efficient Inference Engine on Compressed Deep Neural Network", ISCA 2016,
/// Figures 3 and 4; timing: README.md.
#pragma once

#include <memory>
#include <systemc>
#include <vector>

#include "models/eie/central_control.h"
#include "models/eie/dma.h"
#include "models/eie/encoding.h"
#include "models/eie/lnzd_node.h"
#include "models/eie/parameters.h"
#include "models/eie/processing_element.h"
#include "sim/accelerator/accelerator.h"
#include "sim/kernel/clock_domain.h"
#include "sim/kernel/wired_or.h"

namespace lacuna::eie {

class eie final : public sc_core::sc_module, public accelerator {
  public:
    eie(sc_core::sc_module_name name, const parameters& p);

    outcome run(const layers::workload& work) override;
    held_weights stored_weights(const layers::affine_weights& weights) const override;
    numerics arithmetic() const override { return computes_; }
    std::string multiplier_boxes() const override { return "pe"; }

  private:
    /// The outputs of the layer before, for the one that follows it.
    enum class kept_outputs { none, in_registers, in_sram };

    void build_lnzd_tree();

    /// A vector alone stays in the PEs from pass to pass and, in a network, from layer to layer: its outputs
    /// become the next layer's activations where they stand. Returns the cycles of computing.
    std::uint64_t run_vector(const layers::product& product, const encoded_product& encoded,
                             kept_outputs before, layers::outputs& computed);
    /// Of several vectors the PEs hold one at a time: in each pass the DMA brings every vector, and takes its
    /// outputs, or its partial sums for the next pass.
    std::uint64_t run_batch(const layers::product& product, const encoded_product& encoded,
                            layers::outputs& computed);

    /// Computing mode, over the rows of a pass from `first_row` on.
    std::uint64_t compute(const pass& part, std::uint32_t first_row, bool from_sram);
    /// Rows of one activation a PE.
    std::uint32_t rows_of(std::size_t inputs) const;
    bool are_in_sram(std::size_t inputs) const;
    void clear_accumulators(const pass& part);
    void complete_outputs(layers::activation_function function, bool to_sram);
    void clear_outputs();

    parameters parameters_;
    formats::arithmetic computes_;
    kernel::clock_domain clock_;
    dma dma_;
    central_control control_;
    kernel::wired_or queue_full_;
    sc_core::sc_vector<processing_element> pe_;
    std::vector<std::unique_ptr<lnzd_node>> lnzd_nodes_;
    kept_outputs kept_ = kept_outputs::none;
};

}  // namespace lacuna::eie
