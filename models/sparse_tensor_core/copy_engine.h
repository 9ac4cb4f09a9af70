/// The copy engine of an SM: brings what warps copy from global to shared memory, 512 bytes a request, and
/// takes what they write out.
///
/// Requests go through the SM's share of L2 one after the other, come a latency later, and are written to
/// shared memory in phases, in their order. Source: README.md, rule 11.
#pragma once

#include <cstdint>
#include <deque>
#include <systemc>
#include <vector>

#include "models/sparse_tensor_core/kernel_program.h"
#include "models/sparse_tensor_core/load_store_unit.h"
#include "sim/kernel/clock_domain.h"
#include "sim/kernel/synchronous_if.h"
#include "sim/statistics/registry.h"

namespace lacuna::sparse_tensor_core {

/// The side of the warp scheduler. Of what several sub-cores copy at an edge the lower one's goes first.
class copy_issue_if : virtual public sc_core::sc_interface {
  public:
    virtual void copy(std::uint32_t subcore, std::uint32_t warp) = 0;
    /// Copies of a warp that are not in shared memory yet.
    virtual std::uint32_t on_their_way(std::uint32_t warp) const = 0;
    virtual void write() = 0;
};

class copy_engine final : public sc_core::sc_module,
                          public kernel::synchronous_if,
                          public copy_issue_if,
                          public shared_memory_queue_if {
  public:
    copy_engine(sc_core::sc_module_name name, const kernel::clock_domain& clock,
                statistics::registry& statistics);

    /// Readies it for so many warps.
    void start(std::size_t warps, const memory_share& share);

    void copy(std::uint32_t subcore, std::uint32_t warp) override;
    std::uint32_t on_their_way(std::uint32_t warp) const override;
    void write() override;

    const shared_memory_request* head() const override;
    bool start_phase() override;
    std::uint64_t phase_interval() const override { return 1; }
    bool is_busy() const override { return !arriving_.empty(); }

    bool on_clock() override;

  private:
    struct order {
        std::uint64_t issued;
        std::uint32_t subcore;
        std::uint32_t warp;
    };

    const kernel::clock_domain& clock_;
    memory_share share_;
    std::vector<order> copies_asked_;  // at the present edge or the one before
    std::uint64_t asked_ = 0;          // requests since the start
    std::uint64_t read_free_ = 0;      // the edge at which L2's share is free to read
    std::uint64_t write_free_ = 0;
    std::deque<shared_memory_request> arriving_;
    struct warp {
        std::uint32_t on_their_way = 0;
        std::uint32_t came = 0;     // at came_at
        std::uint64_t came_at = 0;  // the edge at which copies last came
    };
    std::vector<warp> warps_;
    std::uint64_t copies_ = 0;
    std::uint64_t writes_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
