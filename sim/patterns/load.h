/// How evenly the non-zeros of a layer fall on those that work on them: the rows, or the PEs that own rows.
///
/// Row r belongs to PE r mod P, as EIE interleaves them. Where loads differ, the greatest one sets the time:
/// the imbalance is how much longer it takes than the mean.
///
/// Source: Han et al., EIE, ISCA 2016, sections III and VI.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/patterns/mask.h"

namespace lacuna::patterns {

/// The weights of each row that stay.
std::vector<std::uint64_t> nonzeros_per_row(const mask& stays);
/// The weights that stay in the rows of each of `pes` PEs. Throws input_error where there are none of them.
std::vector<std::uint64_t> nonzeros_per_pe(const mask& stays, std::uint32_t pes);

/// The standard deviation (of the whole population) over the mean; 0 where nothing is loaded.
double coefficient_of_variation(const std::vector<std::uint64_t>& load);
/// The greatest over the mean; 1 where nothing is loaded.
double imbalance(const std::vector<std::uint64_t>& load);

}  // namespace lacuna::patterns
