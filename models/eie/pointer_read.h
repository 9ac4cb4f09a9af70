/// The pointer read unit of a PE: finds where a column's entries begin and end, and requests them one a
/// cycle.
///
/// Source: ISCA 2016, section IV "Pointer Read Unit"; timing: README.md, rule 4. Pointers p_j and p_j+1 stand
/// in two single-ported banks, even and odd, so both are read in the first cycle of a column. A column of n
/// entries stays n cycles, an empty one a cycle.
#pragma once

#include <array>
#include <cstdint>
#include <systemc>
#include <vector>

#include "models/eie/activation_queue.h"
#include "sim/kernel/register_channel.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::eie {

/// A request for one entry of the weight SRAM.
struct entry_request {
    std::uint32_t entry = 0;  ///< index within the PE's bank
    float activation = 0;
    bool last = false;  ///< of its column
};

class pointer_read final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    sc_core::sc_port<activation_queue> queue{"queue"};
    kernel::register_out<entry_request> request{"request"};

    /// `account` is the box that the cycles of this stage are charged to: the PE ("pe[3]").
    pointer_read(sc_core::sc_module_name name, const std::string& account, statistics::registry& statistics);

    /// Fills the pointer SRAM: columns + 1 pointers, p_0 = 0.
    void load(const std::vector<std::uint32_t>& pointers);

    bool on_clock() override;
    std::string pending() const override;

  private:
    void end_of_elaboration() override { request_ = request[0]; }
    void take_next_column();

    // Used every cycle, so kept in one cache line (kernel/clock_domain.h).
    alignas(64) kernel::register_channel<entry_request>* request_ = nullptr;
    bool holds_column_ = false;
    std::uint32_t next_ = 0;  // entry to request
    std::uint32_t end_ = 0;   // of the column
    float activation_ = 0;
    std::uint64_t busy_cycles_ = 0;
    std::uint64_t empty_column_ = 0;
    std::uint64_t starved_ = 0;

    std::array<std::vector<std::uint32_t>, 2> banks_;  // even and odd columns' pointers
    std::uint64_t reads_ = 0;
};

}  // namespace lacuna::eie
