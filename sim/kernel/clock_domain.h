/// A clock of our own: one SC_METHOD that drives every box bound to it, and stops when nothing changes.
///
/// One process for a whole array is the fast way to be cycle-exact in SystemC: a process activation costs
/// what several boxes cost. Since nothing can happen after an edge at which no register changed, the domain
/// needs no end condition from the model.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <systemc>
#include <vector>

#include "sim/config/interruption.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::kernel {

/// The pipeline stopped with work in it: the sentence names every box that waits, and the cycle.
class deadlock : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

class clock_domain : public sc_core::sc_module {
  public:
    /// The boxes; the order of binding is the order of evaluation, and no result may depend on it.
    sc_core::sc_port<synchronous_if, 0, sc_core::SC_ONE_OR_MORE_BOUND> boxes{"boxes"};

    clock_domain(sc_core::sc_module_name name, sc_core::sc_time period);

    /// Runs from the first edge to the first at which no box changes; returns the number of cycles, that last
    /// one included. Throws deadlock where a box is still pending then, and interrupted soon after
    /// request_stop(). The first call
    /// elaborates: every module of the process must exist by then.
    std::uint64_t run();

    /// The edge that is being evaluated. It never restarts, so that a stamp of an earlier run can never look
    /// fresh.
    std::uint64_t now() const { return now_; }

    /// Cycles since the present run began, for messages.
    std::uint64_t elapsed() const { return now_ - first_; }

  private:
    void end_of_elaboration() override;
    void edge();
    void check_drained() const;

    sc_core::sc_time period_;
    sc_core::sc_event start_{"start"};
    std::vector<synchronous_if*> driven_;  // boxes, without the checks of sc_port
    std::uint64_t now_ = 0;
    std::uint64_t first_ = 0;
};

}  // namespace lacuna::kernel
