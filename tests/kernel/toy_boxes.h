/// Boxes just large enough to ask the clock and its channels a question.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <systemc>
#include <utility>

#include "sim/kernel/clock_domain.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::kernel::test {

/// What a box does at an edge is a function of the edge's number, from 1 in each run.
class scripted_box final : public sc_core::sc_module, public synchronous_if {
  public:
    using script = std::function<bool(std::uint64_t cycle)>;

    scripted_box(sc_core::sc_module_name name, clock_domain& clock, script on_edge, std::string reason = "")
        : sc_module(name), clock_(clock), on_edge_(std::move(on_edge)), reason_(std::move(reason)) {
        clock.boxes(*this);
    }

    bool on_clock() override {
        ++edges;
        return on_edge_(clock_.elapsed());
    }
    std::string pending() const override { return reason_; }

    std::uint64_t edges = 0;  // since it was built

  private:
    clock_domain& clock_;
    script on_edge_;
    std::string reason_;
};

/// Something changes at the first `edges` edges.
inline scripted_box::script changes_for(std::uint64_t edges) {
    return [edges](std::uint64_t cycle) { return cycle <= edges; };
}

inline sc_core::sc_time nanosecond() {
    return {1, sc_core::SC_NS};
}

}  // namespace lacuna::kernel::test
