/// One processing element: the boxes of the paper's Figure 4(b), from activation queue to activation
/// read/write.
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>
#include <utility>
#include <vector>

#include "models/eie/activation_queue.h"
#include "models/eie/activation_read_write.h"
#include "models/eie/arithmetic_unit.h"
#include "models/eie/dma_target.h"
#include "models/eie/parameters.h"
#include "models/eie/pointer_read.h"
#include "models/eie/sparse_matrix_read.h"

namespace lacuna::eie {

class processing_element final : public sc_core::sc_module,
                                 public kernel::synchronous_if,
                                 public dma_target_if {
  public:
    activation_queue queue;
    pointer_read pointers;
    sparse_matrix_read matrix;
    arithmetic_unit arithmetic;
    activation_read_write activations;

    processing_element(sc_core::sc_module_name name, std::uint32_t number, const kernel::clock_domain& clock,
                       const parameters& p, const formats::arithmetic& computes,
                       statistics::registry& statistics);

    /// Passes the edge on to the PE's boxes: one call from the clock for all of them.
    bool on_clock() override;
    std::string pending() const override { return pointers.pending(); }

    // I/O mode: the DMA reaches the memories of the boxes.
    void load_codebook(std::shared_ptr<const std::vector<float>> codebook) override;
    void load_weights(const formats::relative_index_bank& bank) override;
    void load_activations(std::vector<float> source) override { activations.load_source(std::move(source)); }
    void load_sums(std::vector<float> sums) override { activations.load_sums(std::move(sums)); }
    const std::vector<float>& sums() const override { return activations.sums(); }
    const std::vector<float>& outputs() const override { return activations.outputs(); }

  private:
    kernel::register_channel<entry_request> requests_;
    kernel::register_channel<weight_operand> operands_;
};

}  // namespace lacuna::eie
