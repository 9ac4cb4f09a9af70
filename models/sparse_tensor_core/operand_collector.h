/// The operand collector of a sub-core: reads the registers of A, B and C into latches, and sends the tiles
/// of an instruction on, one a cycle.
///
/// Its output belongs to an instruction for hold_cycles(): while tiles leave, while registers are still being
/// read through ports of one register a cycle, and, of an mma.sp, while the operand selector keeps the
/// latches. What leaves in a cycle, or why nothing does, is the account of the sub-core. Source: README.md,
/// "What a shape takes".
#pragma once

#include <array>
#include <cstdint>
#include <systemc>

#include "models/sparse_tensor_core/register_file.h"
#include "models/sparse_tensor_core/tile.h"
#include "models/sparse_tensor_core/tile_shape.h"
#include "sim/kernel/delay_line.h"
#include "sim/kernel/register_channel.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::sparse_tensor_core {

class operand_collector final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    kernel::register_in<issue_slot> issued{"issued"};
    kernel::register_out<tile> tiles{"tiles"};

    /// `account` is the box that its cycles are charged to: the sub-core.
    operand_collector(sc_core::sc_module_name name, const std::string& account, const parameters& p,
                      const register_file& registers, std::uint32_t subcores,
                      statistics::registry& statistics);

    /// Readies it for instructions of one sort.
    void start(const formats::mma& instruction);
    /// Readies it for a program without mma.
    void start();
    /// From the issue of such an instruction to that of the next.
    std::uint64_t hold_cycles() const { return hold_; }

    bool on_clock() override;

  private:
    void end_of_elaboration() override;
    void begin(const issue_slot& slot);
    void send_tile();

    // Used every cycle.
    kernel::register_channel<issue_slot>* issued_ = nullptr;
    kernel::register_channel<tile>* tiles_ = nullptr;
    kernel::delay_line<issue_slot> reading_;
    std::uint64_t in_reading_ = 0;  // instructions among its slots
    std::uint64_t cycle_ = 0;  // since the first tile of the held instruction left; hold_: nothing is held
    std::uint64_t hold_ = 0;
    std::uint64_t all_read_ = 0;  // cycles that its registers take
    std::uint64_t all_tiles_ = 0;
    tile next_;
    std::uint64_t busy_cycles_ = 0;
    std::uint64_t selector_busy_ = 0;
    std::array<std::uint64_t, idle_causes> idle_{};  // by idle_cause

    tile_shape shape_;
    std::uint64_t registers_read_ = 0;  // by an instruction
    std::uint64_t selector_interval_;
    const parameters& parameters_;
    const register_file& registers_;
    std::uint32_t subcores_;
    std::uint64_t reads_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
