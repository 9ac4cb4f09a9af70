/// What both engines do around the computing: encode a product for the PEs, within their limits, and sum a
/// run up.
#pragma once

#include <string>
#include <vector>

#include "models/eie/parameters.h"
#include "sim/accelerator/accelerator.h"
#include "sim/formats/relative_index.h"

namespace lacuna::eie {

struct encoded_product {
    formats::relative_index_csc banks;
    std::vector<float> codebook;
};

/// Shares the weights and interleaves them over the PEs; adds storage and notes to the result. Throws
/// does_not_fit where limits are enforced, input_error for negative inputs where only positive ones are sent,
/// and for what the host cannot hold.
encoded_product encode(const parameters& p, const layers::product& product, outcome& result);

/// Fills in what follows from the counters: MACs, fillers, load balance.
void finish(const parameters& p, const statistics::registry& counted, outcome& result);

}  // namespace lacuna::eie
