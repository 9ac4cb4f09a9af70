/// A node of the leading-non-zero-detection quadtree: finds the first of its children that holds a non-zero
/// activation.
///
/// Source: ISCA 2016, section IV "Distributed Leading Non-Zero Detection": each group of four PEs detects
/// locally, a quadtree selects, and the root hands the value to the central control unit (21 nodes for 64
/// PEs: 16 + 4 + 1). Detection is combinational, as in the authors' simulator, whose broadcaster does the
/// whole of it; the parameter lnzd_latency_cycles delays the root.
#pragma once

#include <cstdint>
#include <systemc>

#include "sim/statistics/registry.h"

namespace lacuna::eie {

/// An activation that the tree has selected, and the PE that holds it.
struct leading_nonzero {
    std::uint32_t pe = 0;
    float value = 0;
};

/// Something that holds a part of a row of activations: a PE, or a node over several.
class nonzero_source_if : virtual public sc_core::sc_interface {
  public:
    /// Moves to a row; returns whether it holds a non-zero.
    virtual bool present(std::uint32_t row) = 0;
    /// Whether a non-zero of the row is left.
    virtual bool more() const = 0;
    /// Removes and returns the first one that is left.
    virtual leading_nonzero take() = 0;
};

class lnzd_node final : public sc_core::sc_module, public nonzero_source_if {
  public:
    static constexpr int fan_in = 4;

    /// The children, in the order of their PEs.
    sc_core::sc_port<nonzero_source_if, fan_in, sc_core::SC_ONE_OR_MORE_BOUND> children{"children"};

    lnzd_node(sc_core::sc_module_name name, statistics::registry& statistics);

    bool present(std::uint32_t row) override;
    bool more() const override { return holding_ != 0; }
    leading_nonzero take() override;

  private:
    unsigned holding_ = 0;  // bit i: child i has a non-zero left
    std::uint64_t selects_ = 0;
};

}  // namespace lacuna::eie
