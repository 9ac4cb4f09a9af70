/// The load/store unit of a sub-core: the loads from shared memory that are on their way there, wait for
/// their turn, or come back.
///
/// A load takes a slot when it is issued and gives it back when its last phase starts; the scheduler sees the
/// slot free at the next edge. Source: README.md, rule 6.
#pragma once

#include <cstdint>
#include <deque>
#include <systemc>

#include "models/sparse_tensor_core/parameters.h"
#include "models/sparse_tensor_core/tile.h"
#include "sim/kernel/clock_domain.h"
#include "sim/statistics/registry.h"

namespace lacuna::sparse_tensor_core {

/// A load that shared memory is to serve.
struct load_request {
    std::uint32_t warp = 0;
    std::uint32_t chain = 0;
    std::uint32_t phases_left = 0;
    std::uint64_t arrives = 0;  ///< the first edge at which shared memory can serve it
};

/// The side of the warp scheduler.
class load_issue_if : virtual public sc_core::sc_interface {
  public:
    virtual bool has_slot() const = 0;
    virtual void issue(std::uint32_t warp, std::uint32_t chain, std::uint32_t phases) = 0;
    /// The oldest load whose registers are there, or nullptr.
    virtual const completion* returned() const = 0;
    virtual void take_returned() = 0;
};

/// The side of shared memory.
class load_queue_if : virtual public sc_core::sc_interface {
  public:
    /// The oldest load, where it has arrived, or nullptr.
    virtual const load_request* head() const = 0;
    /// One phase of it starts. Returns whether it was the last.
    virtual bool start_phase() = 0;
    /// Whether loads wait or come back at an edge after the next.
    virtual bool is_busy() const = 0;
};

class load_store_unit final : public sc_core::sc_module, public load_issue_if, public load_queue_if {
  public:
    load_store_unit(sc_core::sc_module_name name, const kernel::clock_domain& clock, const parameters& p,
                    statistics::registry& statistics);

    /// Forgets what an earlier run left; loads fill so many registers a lane.
    void start(std::uint32_t registers);

    bool has_slot() const override;
    void issue(std::uint32_t warp, std::uint32_t chain, std::uint32_t phases) override;
    const completion* returned() const override;
    void take_returned() override { returning_.pop_front(); }

    const load_request* head() const override;
    bool start_phase() override;
    bool is_busy() const override;

  private:
    struct returning_load {
        completion load;
        std::uint64_t ready = 0;  // the first edge at which an instruction can use it
    };

    const kernel::clock_domain& clock_;
    std::uint64_t request_cycles_;
    std::uint64_t return_cycles_;
    std::size_t slots_;
    std::uint32_t registers_ = 0;
    std::deque<load_request> waiting_;
    std::deque<returning_load> returning_;
    std::uint64_t left_at_ = 0;  // the edge at which a load last gave its slot back
    std::uint64_t requests_ = 0;
    std::uint64_t writes_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
