/// What both engines do alike: bring a workload to the form of a program, execute it, and tell what came of
/// it.
///
/// How long a program takes, and what its boxes count, is each engine's own.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/chain_values.h"
#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/warp_program.h"
#include "sim/accelerator/accelerator.h"

namespace lacuna::sparse_tensor_core {

class sm_engine : public accelerator {
  public:
    explicit sm_engine(const parameters& p) : parameters_(p) {}

    outcome run(const layers::workload& work) override;
    formats::csc<float> stored_weights(const layers::affine_weights& weights) const override;
    numerics arithmetic() const override { return parameters_.computes(); }
    std::string multiplier_boxes() const override { return "subcore"; }

  protected:
    /// Executes a program from reset to quiescence and adds to the counters; returns the cycles. `values` of
    /// a program of mma, `loads` of one of loads, are not nullptr.
    virtual std::uint64_t execute(const sm_program& program, chain_values* values,
                                  const layers::instruction_stream* loads) = 0;
    /// What the loads executed last have left in the registers, chain by chain.
    virtual std::vector<std::vector<std::uint32_t>> loaded_registers() const = 0;

    const parameters parameters_;

  private:
    void run_stream(const layers::instruction_stream& stream, outcome& result);
    void run_product(const layers::product& product, outcome& result);
};

}  // namespace lacuna::sparse_tensor_core
