/// What both engines do around the computing: encode a product for the PEs, within their limits, and sum a
/// run up.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/eie/capacity.h"
#include "models/eie/parameters.h"
#include "models/eie/passes.h"
#include "sim/accelerator/accelerator.h"

namespace lacuna::eie {

// What is derived from a layer is kept with it under names that these make (parameters::encoding() is all of
// them): each names every parameter that the thing depends on.

/// Of the layer as one pass.
std::string name_of_banks(const parameters& p);
/// Of the limits that divide it into passes.
std::string name_of_limits(const parameters& p);
/// Of the columns as the recurrence reads them, after the name of the passes.
std::string name_of_columns(const parameters& p);

struct encoded_product {
    std::string name;  ///< of the passes among the derivations of the weights
    std::shared_ptr<const pass_list> passes;
    std::vector<float> codebook;  ///< operands
    vector_places places;
};

/// Shares the weights, interleaves them over the PEs and divides them into passes where that is asked for;
/// adds storage, passes and notes to the result. Throws does_not_fit where limits are enforced, input_error
/// for negative inputs where only positive ones are sent, and for what the host cannot hold.
encoded_product encode(const parameters& p, const layers::product& product, outcome& result);

/// Fills in what follows from the counters: MACs, fillers, load balance, cycles of I/O mode.
void finish(const parameters& p, const statistics::registry& counted, outcome& result);

}  // namespace lacuna::eie
