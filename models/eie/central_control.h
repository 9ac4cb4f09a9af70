/// The central control unit in computing mode: broadcasts the non-zero activations. (I/O mode: dma.h.)
///
/// Source: ISCA 2016, section IV "Central Control Unit"; timing: README.md, rules 1 and 2. Row r of the
/// activations is the r-th activation of every PE. Each cycle takes the next non-zero of the row from the
/// LNZD tree and sends it to all PEs, unless some activation queue is full; when none is left, or the last
/// position has been sent, the next row follows. After the rows comes the bias, an activation of 1. More rows
/// than the source registers hold run in batches, which the activation SRAM brings.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "models/eie/activation_queue.h"
#include "models/eie/lnzd_node.h"
#include "models/eie/parameters.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::eie {

class central_control final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    /// The root of the LNZD tree.
    sc_core::sc_port<nonzero_source_if> root{"root"};
    /// Every PE's activation queue.
    sc_core::sc_port<broadcast_if, 0, sc_core::SC_ONE_OR_MORE_BOUND> broadcast{"broadcast"};
    /// Up while any of them is full.
    sc_core::sc_port<kernel::wired_or> queue_full{"queue_full"};

    central_control(sc_core::sc_module_name name, const parameters& p, statistics::registry& statistics);

    /// Enters computing mode: rows [first_row, first_row + rows) of the activations are to be sent, the first
    /// as column 0, and the bias.
    void start(std::uint32_t first_row, std::uint32_t rows);

    bool on_clock() override;
    std::string pending() const override;

  private:
    enum class supplying { nothing_yet, rows, bias, nothing_more };

    void end_of_elaboration() override;
    std::uint32_t pes() const { return static_cast<std::uint32_t>(queues_.size()); }
    bool found() const;
    leading_nonzero take();
    void next_row();

    std::vector<broadcast_if*> queues_;  // broadcast, without the checks of sc_port
    std::uint64_t lnzd_latency_cycles_;
    std::uint64_t batch_switch_cycles_;
    std::uint32_t rows_of_batch_;
    float constant_one_;  // that multiplies the bias, as an operand

    supplying supply_ = supplying::nothing_more;
    std::uint32_t first_row_ = 0;
    std::uint32_t rows_ = 0;
    std::uint32_t row_ = 0;  // present one, counted from first_row_
    bool bias_is_left_ = false;
    std::uint64_t switching_ = 0;  // cycles until the batch of the present row stands in the source registers
    std::uint64_t detecting_ = 0;  // cycles until the tree has detected in the present row

    std::uint64_t broadcasts_ = 0;
    std::uint64_t busy_cycles_ = 0;
    std::uint64_t queue_full_ = 0;
    std::uint64_t next_row_ = 0;
    std::uint64_t lnzd_wait_ = 0;
    std::uint64_t batch_switch_ = 0;
    std::uint64_t finished_ = 0;
};

}  // namespace lacuna::eie
