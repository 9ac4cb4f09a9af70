/// The accumulation of a sub-core: a chain of adders, one for each k-step of an instruction, each adding the
/// products of a step to an accumulator in one aligned sum.
///
/// Adder 0 takes C, adder 1 the sums of adder 0. Products of step 1 that come before their sum wait in a
/// queue: of the skew, at most accumulate_cycles - tiles of a step. Source: README.md, rule 4; the numerics
/// are those of pipeline_numerics.h.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <systemc>

#include "models/sparse_tensor_core/counters.h"
#include "models/sparse_tensor_core/tile.h"
#include "models/sparse_tensor_core/tile_shape.h"
#include "sim/kernel/delay_line.h"
#include "sim/kernel/register_channel.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::sparse_tensor_core {

class accumulation final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    kernel::register_in<tile> products{"products"};
    kernel::register_out<tile> results{"results"};

    accumulation(sc_core::sc_module_name name, const parameters& p, statistics::registry& statistics);

    /// Readies it for instructions of one sort.
    void start(const formats::mma& instruction);

    bool on_clock() override;

  private:
    void end_of_elaboration() override;
    /// The next tile for adder 1 where both its products and its sum are there.
    const tile* take_second(const tile* sum);
    void add(const tile& arriving);

    kernel::register_channel<tile>* products_ = nullptr;
    kernel::register_channel<tile>* results_ = nullptr;
    std::array<kernel::delay_line<tile>, 2> adders_;
    kernel::delay_line<tile> between_{1};  // the register in front of adder 1
    std::deque<tile> waiting_products_;    // of step 1
    std::deque<tile> waiting_sums_;        // of step 0
    tile taken_;
    std::array<std::uint64_t, counters::accumulation_add.size()> adds_{};
    std::uint64_t* adds_of_type_ = nullptr;  // the one that the instructions are counted by

    const parameters& parameters_;
    formats::mma instruction_;
    tile_shape shape_;
    std::uint64_t terms_of_tile_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
