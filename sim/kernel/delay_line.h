/// The registers of a pipeline stage of several cycles: what goes in at an edge comes out a stated number of
/// edges later.
///
/// A stage reads a register_channel at one edge and shifts what it read through a delay line before it writes
/// the next channel; with no delay both happen at the same edge.
#pragma once

#include <cstddef>
#include <vector>

namespace lacuna::kernel {

template <class Value>
class delay_line {
  public:
    explicit delay_line(std::size_t edges) : ring_(edges) {}

    /// One edge: takes `in`, or nullptr for a bubble, and gives what went in that many edges ago, or nullptr.
    /// Valid until the next shift.
    const Value* shift(const Value* in) {
        if (ring_.empty()) return in;
        if (in == nullptr && held_ == 0) return nullptr;
        stage& here = ring_[next_];
        const bool comes_out = here.valid;
        if (comes_out) out_ = here.value;
        here.valid = in != nullptr;
        if (in != nullptr) here.value = *in;
        held_ += (in != nullptr) - std::size_t{comes_out};
        if (++next_ == ring_.size()) next_ = 0;
        return comes_out ? &out_ : nullptr;
    }

    /// Forgets what is on its way.
    void clear() {
        for (stage& each : ring_) each.valid = false;
        held_ = 0;
    }

    /// Whether something is still to come out.
    bool holds() const { return held_ != 0; }

  private:
    struct stage {
        Value value{};
        bool valid = false;
    };
    std::vector<stage> ring_;
    std::size_t next_ = 0;
    std::size_t held_ = 0;
    Value out_{};
};

}  // namespace lacuna::kernel
