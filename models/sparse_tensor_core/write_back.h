/// The write-back of a sub-core: one tile of D a cycle into the register file; the last one of an instruction
/// frees its accumulators.
#pragma once

#include <cstdint>
#include <systemc>

#include "models/sparse_tensor_core/chain_values.h"
#include "models/sparse_tensor_core/instruction_pool.h"
#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/register_file.h"
#include "sim/kernel/delay_line.h"
#include "sim/kernel/register_channel.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::sparse_tensor_core {

class write_back final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    kernel::register_in<tile> results{"results"};
    kernel::register_out<completion> finished{"finished"};

    write_back(sc_core::sc_module_name name, const parameters& p, register_file& registers,
               instruction_pool& pool, std::uint32_t subcores, statistics::registry& statistics);

    /// Readies it for instructions of one sort, whose D `values` takes.
    void start(const formats::mma& instruction, chain_values* values);

    bool on_clock() override;

  private:
    void end_of_elaboration() override;
    void finish(const tile& last);

    kernel::register_channel<tile>* results_ = nullptr;
    kernel::register_channel<completion>* finished_ = nullptr;
    kernel::delay_line<tile> writing_;
    std::uint64_t registers_written_ = 0;  // by an instruction
    std::uint64_t writes_ = 0;

    chain_values* values_ = nullptr;
    register_file& registers_;
    instruction_pool& pool_;
    std::uint32_t subcores_;
};

}  // namespace lacuna::sparse_tensor_core
