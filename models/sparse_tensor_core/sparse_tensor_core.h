/// An SM of an Ampere GPU as far as its tensor cores are concerned: sub-cores, the shared memory that feeds
/// them, and what brings operands there.
///
/// Sources: NVIDIA A100 whitepaper for the parts; Sun et al., "Dissecting Tensor Cores via Microbenchmarks",
/// IEEE TPDS 34(1), 2023, for what they take; timing: README.md.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "models/sparse_tensor_core/block_barrier.h"
#include "models/sparse_tensor_core/copy_engine.h"
#include "models/sparse_tensor_core/shared_memory.h"
#include "models/sparse_tensor_core/sm_engine.h"
#include "models/sparse_tensor_core/subcore.h"
#include "sim/kernel/clock_domain.h"

namespace lacuna::sparse_tensor_core {

class sparse_tensor_core final : public sc_core::sc_module, public sm_engine {
  public:
    sparse_tensor_core(sc_core::sc_module_name name, const parameters& p);

    std::uint64_t execute(const sm_program& program, chain_values* values,
                          const layers::instruction_stream* loads) override;
    std::uint64_t execute(const kernel_program& program, chain_values* values) override;

  private:
    std::vector<std::vector<std::uint32_t>> loaded_registers() const override;
    bool computes_apart() const override { return false; }
    /// For each warp the cycle from which its operands are in its registers.
    std::vector<std::uint64_t> fragments_ready(const sm_program& program) const;

    kernel::clock_domain clock_;
    sc_core::sc_vector<subcore> subcore_;
    copy_engine copy_engine_;
    block_barrier block_barrier_;
    shared_memory shared_memory_;
};

}  // namespace lacuna::sparse_tensor_core
