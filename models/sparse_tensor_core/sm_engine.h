/// What both engines do alike: bring a workload to the form of a program, execute it, and tell what came of
/// it.
///
/// How long a program takes, and what its boxes count, is each engine's own.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/chain_values.h"
#include "models/sparse_tensor_core/gemm/gemm_values.h"
#include "models/sparse_tensor_core/gemm/waves.h"
#include "models/sparse_tensor_core/kernel_program.h"
#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/warp_program.h"
#include "sim/accelerator/accelerator.h"

namespace lacuna::sparse_tensor_core {

class sm_engine : public accelerator {
  public:
    explicit sm_engine(const parameters& p) : parameters_(p), arithmetic_(p.computes()) {}

    outcome run(const layers::workload& work) override;
    /// Every counter is 0 again.
    void reset() { statistics_.reset(); }
    held_weights stored_weights(const layers::affine_weights& weights) const override;
    /// Of the workload that ran last: slices of k depend on it.
    numerics arithmetic() const override { return arithmetic_; }
    std::string multiplier_boxes() const override { return "subcore"; }

  protected:
    /// Executes a program from reset to quiescence and adds to the counters; returns the cycles. `values` of
    /// a program of mma, `loads` of one of loads, are not nullptr.
    virtual std::uint64_t execute(const sm_program& program, chain_values* values,
                                  const layers::instruction_stream* loads) = 0;
    /// The same of blocks of a kernel, which an SM runs side by side.
    virtual std::uint64_t execute(const kernel_program& program, chain_values* values) = 0;
    /// What the loads executed last have left in the registers, chain by chain.
    virtual std::vector<std::vector<std::uint32_t>> loaded_registers() const = 0;

    /// Whether the values of products are computed apart from the boxes, which then get none.
    virtual bool computes_apart() const = 0;

    /// After the boxes of the SM.
    void register_memory();

    const parameters parameters_;

  private:
    void run_stream(const layers::instruction_stream& stream, outcome& result);
    void run_product(const layers::product& product, outcome& result);
    void run_sampled(const layers::sampled_gemm& gemm, outcome& result);
    /// A whole GEMM, thread block by thread block: counts what it takes of every box of all SMs. Some of the
    /// values are finished; nullptr where the boxes get none.
    void run_blocks(const gemm_size& size, const tiled_gemm& gemm, gemm_values* values, outcome& result);
    /// The blocks of one sort, in all waves; `values` are of the first of them.
    std::uint64_t execute_all(const kernel_program& program, std::uint64_t times, chain_values* values,
                              outcome& result);

    formats::tensor_core_arithmetic arithmetic_;
    bytes_moved moved_;
};

}  // namespace lacuna::sparse_tensor_core
