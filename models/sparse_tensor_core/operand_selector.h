/// The operand selector of a sub-core: a 4:1 multiplexer for every kept value of A and column of B, which
/// metadata sets, in front of the multipliers. Of a dense A the values of B pass in their order.
///
/// Source: NVIDIA's description of the Ampere sparse tensor core: metadata stored with the non-zeros picks
/// the values of the other, uncompressed operand; that a sparse instruction takes as long as a dense one
/// shows that both pass it.
#pragma once

#include <cstdint>
#include <systemc>

#include "models/sparse_tensor_core/metadata_delivery.h"
#include "models/sparse_tensor_core/tile_shape.h"

namespace lacuna::sparse_tensor_core {

class operand_selector final : public sc_core::sc_module, public kernel::synchronous_if {
  public:
    kernel::register_in<tile> tiles{"tiles"};
    kernel::register_in<metadata_operand> metadata{"metadata"};
    kernel::register_out<tile> selected{"selected"};

    operand_selector(sc_core::sc_module_name name, const parameters& p, statistics::registry& statistics);

    /// Readies it for instructions of one sort.
    void start(const formats::mma& instruction);

    bool on_clock() override;

  private:
    void end_of_elaboration() override;
    /// Throws std::logic_error where the tile's metadata has not come with it.
    void check_metadata(const tile& arriving) const;
    void select(const tile& arriving) const;

    kernel::register_channel<tile>* tiles_ = nullptr;
    kernel::register_channel<metadata_operand>* metadata_ = nullptr;
    kernel::register_channel<tile>* selected_ = nullptr;
    kernel::delay_line<tile> selecting_;
    metadata_operand present_;  // of the instruction whose tiles pass
    std::uint64_t selects_ = 0;
    std::uint64_t passes_ = 0;

    const parameters& parameters_;
    formats::mma instruction_;
    tile_shape shape_;
    std::uint64_t bits_ = 0;  // of a tile
};

}  // namespace lacuna::sparse_tensor_core
