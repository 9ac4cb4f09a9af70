/// The dot-product units of a sub-core: one tile a cycle, every value of A in a k-step with its selected
/// value of B, for every row and column of the tile.
#pragma once

#include <array>
#include <cstdint>
#include <systemc>

#include "models/sparse_tensor_core/counters.h"
#include "models/sparse_tensor_core/tile.h"
#include "models/sparse_tensor_core/tile_shape.h"
#include "sim/kernel/delay_line.h"
#include "sim/kernel/register_channel.h"
#include "sim/kernel/synchronous_if.h"

namespace lacuna::sparse_tensor_core {

class dot_product_units final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    kernel::register_in<tile> selected{"selected"};
    kernel::register_out<tile> products{"products"};

    dot_product_units(sc_core::sc_module_name name, const parameters& p, statistics::registry& statistics);

    /// Readies them for instructions of one sort.
    void start(const formats::mma& instruction);

    bool on_clock() override;

  private:
    void end_of_elaboration() override;
    void multiply_tile(const tile& arriving) const;

    kernel::register_channel<tile>* selected_ = nullptr;
    kernel::register_channel<tile>* products_ = nullptr;
    kernel::delay_line<tile> multiplying_;
    std::array<std::uint64_t, counters::dot_product_units_multiply.size()> multiplies_{};
    std::uint64_t* multiplies_of_type_ = nullptr;  // the one that the instructions are counted by

    const parameters& parameters_;
    tile_shape shape_;
    int kept_columns_ = 0;
    std::uint64_t products_of_tile_ = 0;
};

}  // namespace lacuna::sparse_tensor_core
