/// A pipeline register between two boxes: latency 1, one writer, one reader, a valid bit.
///
/// What is written at an edge can be read at the next edge, and at no other: a register that is not written
/// again is a bubble. The two slots are told apart by the edge at which they were written, so nothing has to
/// be committed and the order in which boxes are evaluated cannot matter.
///
///     register_channel<column> columns{"columns", clock};
///     register_out<column> out{"out"};   // in the writer: out.write(value);
///     register_in<column> in{"in"};      // in the reader: if (const column* c = in.read()) ...
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <systemc>

#include "sim/kernel/clock_domain.h"

namespace lacuna::kernel {

template <class Value>
class register_in;
template <class Value>
class register_out;

template <class Value>
class register_channel final : public sc_core::sc_interface, public sc_core::sc_object {
  public:
    register_channel(const char* name, const clock_domain& clock) : sc_object(name), clock_(clock) {}

    /// What was written at the edge before this one, or nullptr.
    const Value* read() const {
        const std::uint64_t before = clock_.now() - 1;
        const slot& held = slots_[before & 1];
        return held.written == before ? &held.value : nullptr;
    }

    /// Fills the register at this edge.
    void write(const Value& value) {
        slot& next = slots_[clock_.now() & 1];
        next.value = value;
        next.written = clock_.now();
    }

    /// SystemC calls this for every port bound to the channel; reports an error where two share an end.
    void register_port(sc_core::sc_port_base& port, const char* /*type*/) override {
        const bool reads = dynamic_cast<register_in<Value>*>(&port) != nullptr;
        const sc_core::sc_port_base*& end = reads ? reader_ : writer_;
        if (end != nullptr) {
            SC_REPORT_ERROR("register_channel",
                            (std::string(name()) + " has two " + (reads ? "readers, " : "writers, ") +
                             port.name() + " and " + end->name() + ".")
                                .c_str());
        }
        end = &port;
    }

    const char* kind() const override { return "register_channel"; }

  private:
    struct slot {
        Value value{};
        std::uint64_t written = 0;
    };
    // Used every cycle, so kept in one cache line (clock_domain.h).
    alignas(64) const clock_domain& clock_;
    std::array<slot, 2> slots_;
    const sc_core::sc_port_base* reader_ = nullptr;
    const sc_core::sc_port_base* writer_ = nullptr;
};

/// The reading end of a register channel.
template <class Value>
class register_in final : public sc_core::sc_port<register_channel<Value>> {
  public:
    using sc_core::sc_port<register_channel<Value>>::sc_port;
    const Value* read() const { return (*this)->read(); }
};

/// The writing end of a register channel.
template <class Value>
class register_out final : public sc_core::sc_port<register_channel<Value>> {
  public:
    using sc_core::sc_port<register_channel<Value>>::sc_port;
    void write(const Value& value) { (*this)->write(value); }
};

}  // namespace lacuna::kernel
