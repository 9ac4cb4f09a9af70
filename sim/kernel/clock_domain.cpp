#include "sim/kernel/clock_domain.h"

#include <fmt/format.h>

#include "sim/kernel/box_path.h"

namespace lacuna::kernel {

clock_domain::clock_domain(sc_core::sc_module_name name, sc_core::sc_time period)
    : sc_module(name), period_(period) {
    SC_HAS_PROCESS(clock_domain);
    SC_METHOD(edge);
    sensitive << start_;
    dont_initialize();
}

void clock_domain::end_of_elaboration() {
    for (int i = 0; i < boxes.size(); ++i) driven_.push_back(boxes[i]);
}

std::uint64_t clock_domain::run() {
    if (sc_core::sc_get_status() == sc_core::SC_ELABORATION) sc_core::sc_start(sc_core::SC_ZERO_TIME);
    ++now_;  // an edge that nobody sees, after which what an earlier run wrote last is no longer fresh
    first_ = now_;
    start_.notify(period_);
    sc_core::sc_start();
    give_up_if_stopped();
    check_drained();
    return elapsed();
}

void clock_domain::edge() {
    ++now_;
    bool changed = false;
    for (synchronous_if* box : driven_) changed |= box->on_clock();
    if (changed && !stop_requested()) next_trigger(period_);
}

void clock_domain::check_drained() const {
    std::string waiting;
    for (const synchronous_if* box : driven_) {
        const std::string reason = box->pending();
        if (reason.empty()) continue;
        const auto* object = dynamic_cast<const sc_core::sc_object*>(box);
        waiting +=
            fmt::format("{}{} {}", waiting.empty() ? "" : "; ", object ? box_path(*object) : "a box", reason);
    }
    if (!waiting.empty()) throw deadlock(fmt::format("stuck at cycle {}: {}.", elapsed(), waiting));
}

}  // namespace lacuna::kernel
