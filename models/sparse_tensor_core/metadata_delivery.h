/// The metadata delivery of a sub-core: reads the metadata register of an mma.sp through a port of its own,
/// and has it at the operand selector together with the instruction's first tile.
#pragma once

#include <cstdint>
#include <systemc>

#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/register_file.h"
#include "models/sparse_tensor_core/tile.h"
#include "sim/kernel/delay_line.h"
#include "sim/kernel/register_channel.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::sparse_tensor_core {

/// The metadata of one mma.sp, on its way to the selector.
struct metadata_operand {
    std::uint32_t warp = 0;
    std::uint32_t chain = 0;
};

class metadata_delivery final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    kernel::register_in<issue_slot> issued{"issued"};
    kernel::register_out<metadata_operand> metadata{"metadata"};

    metadata_delivery(sc_core::sc_module_name name, const parameters& p, const register_file& registers,
                      std::uint32_t subcores, statistics::registry& statistics);

    bool on_clock() override;

  private:
    void end_of_elaboration() override;

    kernel::register_channel<issue_slot>* issued_ = nullptr;
    kernel::register_channel<metadata_operand>* metadata_ = nullptr;
    kernel::delay_line<issue_slot> reading_;
    const register_file& registers_;
    std::uint32_t subcores_;
    std::uint64_t reads_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
