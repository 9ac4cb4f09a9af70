/// The weights of a layer with a pattern put on them, its channels permuted first where that is asked for;
/// and what that did to them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/layers/layer.h"
#include "sim/patterns/channel_permutation.h"

namespace lacuna::layers {

/// What a pattern leaves.
struct kept_weights {
    double density = 1;    ///< the share of weights that are not 0
    double magnitude = 1;  ///< sum of |w| over the weights that stay / over all
    double of_best = 1;    ///< the same sum / that of as many non-zeros, the largest of all
};

struct pruned_layer {
    formats::csc<float> weights;  ///< outputs x inputs, of a convolution in the order of its lowering
    std::vector<float> bias;      ///< outputs values; none where there is no bias
    kept_weights kept;
    std::vector<std::string> notes = {};
    /// Of the channels of a group of a convolution (each group alike), or of all inputs.
    std::optional<patterns::channel_permutation> permutation = {};
    kept_weights unpermuted = {};  ///< where there is a permutation: by the same pattern without it

    /// Non-zeros of the rows, and of PEs that own rows in turn (patterns/load.h).
    std::vector<std::uint64_t> row_loads() const;
    std::vector<std::uint64_t> pe_loads(std::uint32_t pes) const;
};

/// Puts a pattern on the layer's source values, as load() does. Throws what load() throws.
pruned_layer prune(const layer& description, const patterns::specification& pattern);

/// Permutes the channels for 2:4 (patterns/channel_permutation.h), then prunes to 2:4. Throws what load()
/// throws, and where the channels are no groups of four.
pruned_layer permute_and_prune(const layer& description);

/// Which channel of the layer's inputs stands at each place of the permuted ones: all groups' channels.
std::vector<std::uint32_t> input_channels(const layer& description,
                                          const patterns::channel_permutation& permutation);

/// Batch vectors of the layer's input values with their channels, or values, in that order.
vectors permuted_inputs(const layer& description, const std::vector<std::uint32_t>& channel,
                        const vectors& activations);

}  // namespace lacuna::layers
