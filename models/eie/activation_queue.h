/// The activation queue of a PE: a ring of (value, column) pairs between the broadcast and the pointer read.
///
/// Source: ISCA 2016, section IV "Activation Queue and Load Balancing"; timing: README.md, rule 3. A ring of
/// S slots is full with S - 1 values, judged from registered pointers: a pop at the same edge does not help.
/// A push can be popped at the next edge, or later by the latency of the broadcast; its slot is taken from
/// the moment it is sent.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "sim/kernel/clock_domain.h"
#include "sim/kernel/wired_or.h"
#include "sim/statistics/registry.h"

namespace lacuna::eie {

/// An activation on its way to the PEs, and the column of the weights it multiplies.
struct broadcast_activation {
    float value = 0;
    std::uint32_t column = 0;
};

/// The side that the central control unit broadcasts to.
class broadcast_if : virtual public sc_core::sc_interface {
  public:
    virtual void push(const broadcast_activation& activation) = 0;
};

class activation_queue final : public sc_core::sc_module, public broadcast_if {
  public:
    /// Up while this queue is full: broadcasting stops while any is.
    sc_core::sc_port<kernel::wired_or> full{"full"};

    activation_queue(sc_core::sc_module_name name, const kernel::clock_domain& clock, std::size_t slots,
                     std::uint64_t latency_cycles, statistics::registry& statistics);

    void push(const broadcast_activation& activation) override;

    /// The oldest activation that has arrived, or nullptr.
    const broadcast_activation* front() const {
        return held_ != 0 && ring_[head_].arrives <= clock_.now() ? &ring_[head_].activation : nullptr;
    }
    void pop();

    /// Whether activations are on their way to this queue or in it.
    bool empty() const { return held_ == 0; }

  private:
    struct slot {
        broadcast_activation activation;
        std::uint64_t arrives = 0;  // the first edge that can pop it
    };

    const kernel::clock_domain& clock_;
    std::uint64_t latency_cycles_;
    std::vector<slot> ring_;
    std::size_t head_ = 0;
    std::size_t held_ = 0;
    std::uint64_t pushes_ = 0;
    std::uint64_t pops_ = 0;
};

}  // namespace lacuna::eie
