/// A wire that many boxes raise and one reads: true while any of them holds it up, seen one edge later.
///
/// Models a control line such as "some queue is full". Raising and lowering within one edge cancel out in
/// either order.
#pragma once

#include <cstdint>
#include <systemc>

#include "sim/kernel/clock_domain.h"

namespace lacuna::kernel {

class wired_or final : public sc_core::sc_interface, public sc_core::sc_object {
  public:
    wired_or(const char* name, const clock_domain& clock) : sc_object(name), clock_(clock) {}

    /// Whether any box held the wire up before this edge.
    bool read() const { return (changed_at_ == clock_.now() ? before_ : after_) != 0; }

    void raise() { change(+1); }
    void lower() { change(-1); }

    const char* kind() const override { return "wired_or"; }

  private:
    void change(int by) {
        if (changed_at_ != clock_.now()) {
            before_ = after_;
            changed_at_ = clock_.now();
        }
        after_ += by;
    }

    const clock_domain& clock_;
    int before_ = 0;  // boxes that held the wire before the edge changed_at_
    int after_ = 0;
    std::uint64_t changed_at_ = 0;
};

}  // namespace lacuna::kernel
