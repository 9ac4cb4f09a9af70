/// Whether a layer fits the memories of EIE.
///
/// Source of the limits: ISCA 2016, section IV and Table II; each is a parameter of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/eie/parameters.h"
#include "sim/formats/relative_index.h"

namespace lacuna::eie {

/// A limit that a layer passes.
struct passed_limit {
    std::string parameter;  ///< that sets it
    std::string sentence;   ///< naming the PE that needs most
};

/// Limits on the layer's shape, known before it is encoded.
std::vector<passed_limit> shape_limits_passed(const parameters& p, std::uint32_t outputs,
                                              std::uint32_t inputs);

/// Limits on the interleaved entries.
std::vector<passed_limit> entry_limits_passed(const parameters& p, const formats::relative_index_csc& banks);

/// The most entries of a bank that the weight SRAM holds and a pointer reaches.
std::uint64_t most_entries(const parameters& p);

/// Where the vectors of a layer stand in the PEs, whose register files hold them, or the activation SRAM.
struct vector_places {
    bool inputs_fit = true;           ///< all inputs at once
    bool outputs_fit = true;          ///< all outputs at once, beside the inputs
    bool outputs_in_sram = false;     ///< which they do beyond the registers only
    std::uint32_t inputs_per_pe = 0;  ///< that can be held at once
};
vector_places places_of(const parameters& p, std::uint32_t outputs, std::uint32_t inputs);

/// Throws input_error where the host could not hold the pointers of so many columns in so many PEs and
/// passes.
void check_host_memory(const parameters& p, std::uint32_t outputs, std::uint32_t inputs);

/// How many groups of `size` so many things make, the last one perhaps smaller.
constexpr std::uint64_t groups_of(std::uint64_t size, std::uint64_t things) {
    return (things + size - 1) / size;
}

}  // namespace lacuna::eie
