/// The sparse-matrix read unit of a PE: the weight SRAM and its row buffer, one (code, run) entry a cycle.
///
/// Source: ISCA 2016, section IV "Sparse Matrix Read Unit"; timing: README.md, rule 5. The SRAM is read only
/// when the entry stands in another row than the PE's previous one, across columns too.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "models/eie/pointer_read.h"
#include "sim/formats/relative_index.h"

namespace lacuna::eie {

/// An entry with the activation that multiplies it.
struct weight_operand {
    formats::relative_entry entry;
    bool last = false;  ///< of its column
    float activation = 0;
};

class sparse_matrix_read final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    kernel::register_in<entry_request> request{"request"};
    kernel::register_out<weight_operand> operand{"operand"};

    sparse_matrix_read(sc_core::sc_module_name name, std::uint32_t entries_per_row,
                       statistics::registry& statistics);

    /// Fills the weight SRAM, with entries that must live as long as it is read, and empties the row buffer.
    void load(const std::vector<formats::relative_entry>& entries);

    bool on_clock() override;

  private:
    void end_of_elaboration() override {
        request_ = request[0];
        operand_ = operand[0];
    }

    // Used every cycle, so kept in one cache line (kernel/clock_domain.h).
    alignas(64) const kernel::register_channel<entry_request>* request_ = nullptr;
    kernel::register_channel<weight_operand>* operand_ = nullptr;
    std::uint32_t entries_per_row_;
    std::uint32_t row_begin_ = 1;  // the row buffer holds entries [row_begin_, row_end_); none at first
    std::uint32_t row_end_ = 0;
    std::uint64_t reads_ = 0;
    const formats::relative_entry* sram_ = nullptr;
};

}  // namespace lacuna::eie
