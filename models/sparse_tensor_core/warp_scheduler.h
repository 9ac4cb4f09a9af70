/// The warp scheduler of a sub-core: issues one instruction a cycle, of the warp next in turn that has one
/// ready.
///
/// An mma is ready where the fragments that it reads are there, the accumulators of its chain are free, and
/// the operand collector can take it; a load or a store where its registers are, and the load/store unit has
/// a slot; what waits for copies, for the block or for the warp's own mma, when these have come. Source:
/// README.md, rules 1 and 9.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "models/sparse_tensor_core/block_barrier.h"
#include "models/sparse_tensor_core/chain_values.h"
#include "models/sparse_tensor_core/copy_engine.h"
#include "models/sparse_tensor_core/instruction_list.h"
#include "models/sparse_tensor_core/instruction_pool.h"
#include "models/sparse_tensor_core/load_store_unit.h"
#include "models/sparse_tensor_core/register_file.h"
#include "models/sparse_tensor_core/tile.h"
#include "sim/kernel/register_channel.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::sparse_tensor_core {

class warp_scheduler final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    kernel::register_out<issue_slot> issued{"issued"};
    kernel::register_out<issue_slot> issued_sparse{"issued_sparse"};
    kernel::register_in<completion> finished{"finished"};
    sc_core::sc_port<load_issue_if> loads{"loads"};
    sc_core::sc_port<copy_issue_if> copies{"copies"};
    sc_core::sc_port<block_barrier_if> barrier{"barrier"};

    /// Of sub-core `number` of `subcores`: its warps are those whose number is `number` modulo that.
    warp_scheduler(sc_core::sc_module_name name, std::uint32_t number, std::uint32_t subcores,
                   register_file& registers, instruction_pool& pool, statistics::registry& statistics);

    /// Takes its warps' lists, which outlive the run. An mma keeps the collector for `hold_cycles`;
    /// `fragments_ready` holds, for each warp of the SM, the edge at which its first operands are there.
    void start(const std::vector<instruction_list>& warps, bool sparse, std::uint64_t hold_cycles,
               const std::vector<std::uint64_t>& fragments_ready, chain_values* values);

    bool on_clock() override;
    std::string pending() const override;

  private:
    struct warp {
        std::uint32_t number;  // in the SM
        list_place place;
        std::uint64_t fragments_ready;
        std::uint64_t left_collector = 0;   // the edge from which its last mma is out of the collector
        bool at_barrier = false;            // has come to it, and waits for the others
        std::vector<std::uint8_t> pending;  // by set: it is being filled or computed
        std::vector<std::uint64_t> issued;  // by chain: mma so far
    };

    void take_completions();
    void pass_barriers();
    bool is_ready(const warp& each) const;
    static bool reads_pending(const warp& each);
    idle_cause cause() const;
    /// Returns whether it was an mma.
    bool issue(warp& each);
    void issue_mma(warp& each);
    warp& of(std::uint32_t number) { return warps_[number / subcores_]; }

    // Used every cycle.
    kernel::register_channel<issue_slot>* issued_ = nullptr;
    kernel::register_channel<completion>* finished_ = nullptr;
    load_issue_if* loads_ = nullptr;
    std::vector<warp> warps_;
    std::size_t next_ = 0;  // the warp whose turn it is
    std::size_t running_ = 0;
    std::size_t at_barrier_ = 0;  // warps
    std::uint64_t edge_ = 0;      // since the start
    std::uint64_t collector_free_ = 0;
    std::uint64_t hold_cycles_ = 0;
    bool sparse_ = false;
    std::uint64_t sent_ = 0;  // requests to other boxes

    void end_of_elaboration() override;

    std::uint32_t number_;
    std::uint32_t subcores_;
    chain_values* values_ = nullptr;
    register_file& registers_;
    instruction_pool& pool_;
    std::uint64_t issues_ = 0;
    std::uint64_t mma_instructions_ = 0;
    std::uint64_t load_instructions_ = 0;
    std::uint64_t store_instructions_ = 0;
    std::uint64_t copy_instructions_ = 0;
    std::uint64_t write_instructions_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
