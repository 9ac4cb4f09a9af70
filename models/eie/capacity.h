/// Whether a layer fits the memories of EIE, and what it takes of them.
///
/// Source of the limits: ISCA 2016, section IV and Table II; each is a parameter of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/eie/parameters.h"
#include "sim/accelerator/accelerator.h"
#include "sim/formats/relative_index.h"

namespace lacuna::eie {

// One sentence for each limit that a layer passes; none where it fits.

/// Limits on the layer's shape, known before it is encoded.
std::vector<std::string> shape_limits_passed(const parameters& p, std::uint32_t outputs,
                                             std::uint32_t inputs);

/// Limits on the interleaved entries, with the PE that needs most.
std::vector<std::string> entry_limits_passed(const parameters& p, const formats::relative_index_csc& banks);

/// Throws input_error where the host could not hold the pointers of so many columns in so many PEs.
void check_host_memory(const parameters& p, std::uint32_t inputs);

/// Values: codes of code_bits and the codebook of 32-bit values; indices: runs of run_bits and pointers of
/// pointer_bits. Dense: 32-bit weights, the bias included where the layer has one.
storage storage_of(const parameters& p, const formats::relative_index_csc& banks, std::uint32_t inputs,
                   std::size_t codebook_size);

}  // namespace lacuna::eie
