/// The load/store unit of a sub-core: the loads from shared memory and the stores to it that are on
/// their way there, wait for their turn, or come back.
///
/// Each takes a slot when it is issued and gives it back when its last phase starts; the scheduler sees the
/// slot free at the next edge. A load's registers are there some cycles later; a store brings nothing back.
/// Source: README.md, rule 6.
#pragma once

#include <cstdint>
#include <deque>
#include <systemc>

#include "models/sparse_tensor_core/instruction_list.h"
#include "models/sparse_tensor_core/parameters.h"
#include "sim/kernel/clock_domain.h"
#include "sim/statistics/registry.h"

namespace lacuna::sparse_tensor_core {

/// A load or a store that shared memory is to serve.
struct shared_memory_request {
    std::uint32_t warp = 0;
    register_set set = no_set;  ///< the first that a load fills, or what a store writes
    std::uint16_t sets = 0;     ///< that a load fills
    std::uint32_t phases_left = 0;
    bool reads = true;          ///< a load
    std::uint64_t arrives = 0;  ///< the first edge at which shared memory can serve it
};

/// Registers that a load has filled.
struct filled_sets {
    std::uint32_t warp = 0;
    register_set first = no_set;
    std::uint16_t count = 0;
};

/// The side of the warp scheduler.
class load_issue_if : virtual public sc_core::sc_interface {
  public:
    virtual bool has_slot() const = 0;
    /// `arrives` is not given.
    virtual void issue(const shared_memory_request& asked) = 0;
    /// The oldest load whose registers are there, or nullptr.
    virtual const filled_sets* returned() const = 0;
    virtual void take_returned() = 0;
};

/// The side of shared memory.
class shared_memory_queue_if : virtual public sc_core::sc_interface {
  public:
    /// The oldest request, where it has arrived, or nullptr.
    virtual const shared_memory_request* head() const = 0;
    /// One phase of it starts. Returns whether it was the last.
    virtual bool start_phase() = 0;
    /// Cycles between the phases that it starts.
    virtual std::uint64_t phase_interval() const = 0;
    /// Whether requests wait, or registers come back at an edge after the next.
    virtual bool is_busy() const = 0;
};

class load_store_unit final : public sc_core::sc_module, public load_issue_if, public shared_memory_queue_if {
  public:
    load_store_unit(sc_core::sc_module_name name, const kernel::clock_domain& clock, const parameters& p,
                    statistics::registry& statistics);

    /// Forgets what an earlier run left; a load fills `registers` a lane, or, where that is 0, one a phase.
    void start(std::uint32_t registers);

    bool has_slot() const override;
    void issue(const shared_memory_request& asked) override;
    const filled_sets* returned() const override;
    void take_returned() override { returning_.pop_front(); }

    const shared_memory_request* head() const override;
    std::uint64_t phase_interval() const override { return phase_interval_; }
    bool start_phase() override;
    bool is_busy() const override;

  private:
    struct returning_load {
        filled_sets filled;
        std::uint64_t ready = 0;  // the first edge at which an instruction can use it
    };

    const kernel::clock_domain& clock_;
    std::uint64_t request_cycles_;
    std::uint64_t return_cycles_;
    std::uint64_t phase_interval_;
    std::size_t slots_;
    std::uint32_t registers_ = 0;
    std::deque<shared_memory_request> waiting_;
    std::deque<returning_load> returning_;
    std::uint64_t left_at_ = 0;  // the edge at which a request last gave its slot back
    std::uint64_t requests_ = 0;
    std::uint64_t writes_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
