#include "models/eie/activation_queue.h"

#include "models/eie/counters.h"
#include "sim/kernel/box_path.h"

namespace lacuna::eie {

activation_queue::activation_queue(sc_core::sc_module_name name, const kernel::clock_domain& clock,
                                   std::size_t slots, std::uint64_t latency_cycles,
                                   statistics::registry& statistics)
    : sc_module(name), clock_(clock), latency_cycles_(latency_cycles), ring_(slots) {
    const std::string box = kernel::box_path(*this);
    statistics.add(box, counters::activation_queue_push, pushes_);
    statistics.add(box, counters::activation_queue_pop, pops_);
}

void activation_queue::push(const broadcast_activation& activation) {
    std::size_t tail = head_ + held_;
    if (tail >= ring_.size()) tail -= ring_.size();
    ring_[tail] = {activation, clock_.now() + 1 + latency_cycles_};
    ++pushes_;
    if (++held_ == ring_.size() - 1) full->raise();
}

void activation_queue::pop() {
    if (held_ == ring_.size() - 1) full->lower();
    if (++head_ == ring_.size()) head_ = 0;
    --held_;
    ++pops_;
}

}  // namespace lacuna::eie
