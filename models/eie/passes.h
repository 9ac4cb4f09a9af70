/// A layer as EIE's memories hold it: whole, or in passes, one part of its rows and columns after the other.
///
/// A layer beyond a limit is divided where `capacity: reload` asks for it: its outputs into groups that the
/// accumulators hold, and the inputs of each group, in whole rows of one activation a PE, into the fewest
/// passes that the pointer SRAM, the weight SRAM, the width of a pointer and the activation memories allow.
/// Each pass is a layer of its own to the pipeline: its columns count from 0, and a bias column follows them,
/// empty but in the last pass of a group. A bias that fits no other pass has one of its own, without inputs.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "models/eie/parameters.h"
#include "sim/accelerator/accelerator.h"
#include "sim/formats/relative_index.h"

namespace lacuna::eie {

/// One filling of the PEs' memories.
struct pass {
    std::uint32_t first_output = 0;
    std::uint32_t outputs = 0;
    std::uint32_t first_input = 0;  ///< a multiple of the PEs, but of a bias alone
    std::uint32_t inputs = 0;
    bool completes_outputs = true;  ///< the bias is added in it
    std::shared_ptr<const formats::relative_index_csc> banks;
};

/// Group of outputs by group, and in it by rising inputs.
using pass_list = std::vector<pass>;

/// The whole layer: `codes` are outputs x (inputs + 1), `banks` the same interleaved.
pass_list single_pass(const formats::csc<std::uint8_t>& codes,
                      std::shared_ptr<const formats::relative_index_csc> banks);

/// Throws does_not_fit where even one row of inputs, or the bias alone, is beyond a limit.
pass_list divide_into_passes(const parameters& p, const formats::csc<std::uint8_t>& codes);

/// The most passes that a group of outputs takes.
std::uint32_t input_passes(const pass_list& passes);
std::uint32_t output_passes(const pass_list& passes);

/// Values: codes of code_bits and the codebook of 32-bit values; indices: runs of run_bits and pointers of
/// pointer_bits, of all passes. Dense: 32-bit weights, the bias included where the layer has one.
storage storage_of(const parameters& p, const pass_list& passes, const layers::affine_weights& weights,
                   std::size_t codebook_size);

}  // namespace lacuna::eie
