/// A sub-core of an SM: warp scheduler, register file and tensor core, from operand collector to write-back.
///
/// Source: NVIDIA A100 whitepaper (four sub-cores an SM, each a scheduler of one warp instruction a cycle and
/// a tensor core of 8 x 4 x 8 f16 multiplications a cycle); timing: README.md.
#pragma once

#include <systemc>

#include "models/sparse_tensor_core/accumulation.h"
#include "models/sparse_tensor_core/dot_product_units.h"
#include "models/sparse_tensor_core/load_store_unit.h"
#include "models/sparse_tensor_core/metadata_delivery.h"
#include "models/sparse_tensor_core/operand_collector.h"
#include "models/sparse_tensor_core/operand_selector.h"
#include "models/sparse_tensor_core/warp_scheduler.h"
#include "models/sparse_tensor_core/write_back.h"

namespace lacuna::sparse_tensor_core {

/// What an SM executes, as its sub-cores take it. All of it outlives the run.
struct sm_work {
    const formats::mma* instruction = nullptr;  ///< of its mma; nullptr where there are none
    const std::vector<instruction_list>* warps = nullptr;
    std::uint32_t chains = 0;                    ///< at most, of a warp
    std::uint32_t load_registers = 0;            ///< that a load fills; 0: one a phase
    std::vector<std::uint64_t> fragments_ready;  ///< by warp, the edge at which its first operands are there
    chain_values* values = nullptr;              ///< where values are computed
};

class subcore final : public sc_core::sc_module, public kernel::synchronous_if {
  private:
    register_file registers_;  // before the boxes that refer to it
    instruction_pool pool_;

  public:
    warp_scheduler scheduler;
    operand_collector collector;
    metadata_delivery metadata;
    operand_selector selector;
    dot_product_units multipliers;
    accumulation adders;
    write_back results;
    load_store_unit loads;

    /// `number` of `subcores`.
    subcore(sc_core::sc_module_name name, std::uint32_t number, std::uint32_t subcores,
            const kernel::clock_domain& clock, const parameters& p, statistics::registry& statistics);

    /// Readies the boxes for what the SM is to execute.
    void start(const sm_work& work);

    /// Passes the edge on to the boxes: one call from the clock for all of them.
    bool on_clock() override;
    std::string pending() const override { return scheduler.pending(); }

  private:
    kernel::register_channel<issue_slot> issued_;
    kernel::register_channel<issue_slot> issued_sparse_;
    kernel::register_channel<tile> tiles_;
    kernel::register_channel<metadata_operand> delivered_;
    kernel::register_channel<tile> selected_;
    kernel::register_channel<tile> products_;
    kernel::register_channel<tile> sums_;
    kernel::register_channel<completion> finished_;
    std::uint32_t subcores_;
};

}  // namespace lacuna::sparse_tensor_core
