/// The register file of a sub-core: the fragments of its warps' chains, in the registers of their lanes.
///
/// Which lane holds what is formats/fragment_layout.h; where the nibbles of metadata lie,
/// formats/metadata_layout.h, with sparsity selector 0.
#pragma once

#include <cstdint>
#include <vector>

#include "models/sparse_tensor_core/tile.h"
#include "sim/formats/mma.h"
#include "sim/layers/instruction_stream.h"

namespace lacuna::sparse_tensor_core {

class register_file {
  public:
    /// Empties it for the chains of so many warps.
    void start(const formats::mma& instruction, std::size_t warps, std::size_t chains);

    // Bit patterns, row-major, go into the registers of a chain of a warp (numbered in the sub-core).

    void load_operands(std::size_t warp, std::size_t chain, const layers::mma_operands& operands);
    void load_accumulators(std::size_t warp, std::size_t chain, const std::vector<std::uint32_t>& c);

    // Reading them out again fills the arrays of an instruction.

    void read_operands(std::size_t warp, std::size_t chain, instruction_data& to) const;
    void read_metadata(std::size_t warp, std::size_t chain, instruction_data& to) const;

  private:
    /// Where an element stands: the register of a lane (lane x registers + register), and its lowest bit in
    /// it.
    struct place {
        std::uint16_t index;
        std::uint16_t bit;
    };
    struct fragments {
        std::vector<std::uint32_t> a, metadata, b, accumulators;
    };

    fragments& of(std::size_t warp, std::size_t chain) { return fragments_[warp * chains_ + chain]; }
    const fragments& of(std::size_t warp, std::size_t chain) const {
        return fragments_[warp * chains_ + chain];
    }

    formats::mma instruction_;
    std::size_t chains_ = 0;
    std::vector<place> a_, metadata_, b_, accumulators_;  // of each element, row-major
    std::vector<fragments> fragments_;
};

}  // namespace lacuna::sparse_tensor_core
