/// EIE, the Efficient Inference Engine: central control unit, LNZD quadtree and an array of PEs.
///
/// Source: Han et al., "EIE: Efficient Inference Engine on Compressed Deep Neural Network", ISCA 2016,
/// Figures 3 and 4; timing: README.md.
#pragma once

#include <memory>
#include <systemc>
#include <vector>

#include "models/eie/central_control.h"
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
    formats::csc<float> operand_weights(const layers::affine_weights& weights) const override;
    std::string multiplier_boxes() const override { return "pe"; }

  private:
    void build_lnzd_tree();
    void run_product(const layers::product& product, outcome& result);

    parameters parameters_;
    kernel::clock_domain clock_;
    central_control control_;
    kernel::wired_or queue_full_;
    sc_core::sc_vector<processing_element> pe_;
    std::vector<std::unique_ptr<lnzd_node>> lnzd_nodes_;
};

}  // namespace lacuna::eie
