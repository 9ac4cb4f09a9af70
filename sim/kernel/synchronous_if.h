/// What a clock domain drives: a box whose registers all update on the clock edge.
#pragma once

#include <string>
#include <systemc>

namespace lacuna::kernel {

class synchronous_if : virtual public sc_core::sc_interface {
  public:
    /// One rising edge: reads what the channels held before it, and writes what they hold after it. Returns
    /// whether anything changed, a countdown included: an edge at which no box changes ends the run.
    virtual bool on_clock() = 0;

    /// What the box waits for, as the end of a sentence ("holds 3 entries, waiting for ..."); empty when it
    /// is idle. Asked only when everything has stopped: a box that is not idle then is stuck.
    virtual std::string pending() const { return {}; }
};

}  // namespace lacuna::kernel
