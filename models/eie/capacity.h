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

/// One sentence for each limit that the interleaved layer passes, with the PE that needs most; empty where it
/// fits.
std::vector<std::string> limits_passed(const parameters& p, const formats::relative_index_csc& banks,
                                       std::uint32_t inputs);

/// Values: codes of code_bits and the codebook of 32-bit values; indices: runs of run_bits and pointers of
/// pointer_bits. Dense: 32-bit weights, the bias included where the layer has one.
storage storage_of(const parameters& p, const formats::relative_index_csc& banks, std::uint32_t inputs,
                   std::size_t codebook_size);

}  // namespace lacuna::eie
