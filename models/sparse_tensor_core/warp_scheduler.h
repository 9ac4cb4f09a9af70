/// The warp scheduler of a sub-core: issues one instruction a cycle, of the warp next in turn that has one
/// ready.
///
/// An mma is ready where the fragments of its warp are there, the accumulators of its chain are free, and the
/// operand collector can take it; a load where its chain's last load is back and the load/store unit has a
/// slot. Of the loop's own instructions the first, which synchronises the warp, waits until the warp's last
/// mma has left the collector. Source: README.md, rule 1.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "models/sparse_tensor_core/chain_values.h"
#include "models/sparse_tensor_core/instruction_pool.h"
#include "models/sparse_tensor_core/load_store_unit.h"
#include "models/sparse_tensor_core/register_file.h"
#include "models/sparse_tensor_core/tile.h"
#include "models/sparse_tensor_core/warp_program.h"
#include "sim/kernel/register_channel.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::sparse_tensor_core {

class warp_scheduler final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    kernel::register_out<issue_slot> issued{"issued"};
    kernel::register_out<issue_slot> issued_sparse{"issued_sparse"};
    kernel::register_in<completion> finished{"finished"};
    sc_core::sc_port<load_issue_if> loads{"loads"};

    warp_scheduler(sc_core::sc_module_name name, const parameters& p, register_file& registers,
                   instruction_pool& pool, statistics::registry& statistics);

    /// Takes a program: of its warps every one whose number is `first` modulo `stride`. An mma keeps the
    /// collector for `hold_cycles`; `fragments_ready` holds, for each warp of the SM, the edge at which its
    /// operands are there.
    void start(const sm_program& program, std::uint32_t first, std::uint32_t stride,
               std::uint64_t hold_cycles, const std::vector<std::uint64_t>& fragments_ready,
               chain_values* values);

    bool on_clock() override;
    std::string pending() const override;

  private:
    struct warp {
        std::uint32_t number = 0;  // in the SM
        const std::vector<warp_loop>* loops = nullptr;
        std::size_t loop = 0;
        std::uint64_t iterations_left = 0;  // of the loop, the present one included
        std::uint32_t position = 0;         // in the iteration: its chains, then the loop's own instructions
        std::uint64_t fragments_ready = 0;
        std::uint64_t left_collector = 0;   // the edge from which its last mma is out of the collector
        std::vector<bool> in_flight;        // by chain
        std::vector<std::uint64_t> issued;  // by chain: instructions so far
        bool has_ended() const { return loop == loops->size(); }
        bool is_at_chain() const { return position < (*loops)[loop].chains; }
    };

    void take_completions();
    bool is_ready(const warp& each) const;
    idle_cause cause() const;
    /// Returns whether it was an mma.
    bool issue(warp& each);
    void issue_mma(warp& each);
    void advance(warp& each);
    warp& of(std::uint32_t number) { return warps_[number / stride_]; }

    // Used every cycle.
    kernel::register_channel<issue_slot>* issued_ = nullptr;
    kernel::register_channel<completion>* finished_ = nullptr;
    std::vector<warp> warps_;
    std::size_t next_ = 0;  // the warp whose turn it is
    std::size_t running_ = 0;
    std::uint64_t edge_ = 0;  // since the start
    std::uint64_t collector_free_ = 0;
    std::uint64_t hold_cycles_ = 0;
    bool loads_only_ = false;
    bool sparse_ = false;

    void end_of_elaboration() override;

    std::uint32_t loop_instructions_;
    std::uint32_t stride_ = 1;
    std::uint32_t ilp_ = 1;
    const sm_program* program_ = nullptr;
    chain_values* values_ = nullptr;
    register_file& registers_;
    instruction_pool& pool_;
    std::uint64_t issues_ = 0;
    std::uint64_t mma_instructions_ = 0;
    std::uint64_t load_instructions_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
