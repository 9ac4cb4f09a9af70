#include "sim/run/network.h"

#include <fmt/format.h>

#include <utility>

namespace lacuna::run {

std::vector<network> networks_of(const std::vector<layers::layer>& layers) {
    std::vector<network> all;
    for (std::size_t begin = 0, end; begin < layers.size(); begin = end) {
        for (end = begin + 1; end < layers.size() && layers[end].follows();) ++end;
        all.push_back({begin, end});
    }
    return all;
}

task loaded_task(const std::vector<layers::layer>& layers, const network& of, std::size_t layer,
                 const patterns::specification& pattern) {
    const layers::layer& described = layers[layer];
    task work{described, pattern, layers::load(described, pattern)};
    const layers::layer* next = layer + 1 < of.end ? &layers[layer + 1] : nullptr;
    for (layers::product& product : work.loaded.work.products) {
        // What a convolution reads and writes is gathered and scattered in memory.
        product.follows = layer > of.begin && !described.convolved && !layers[layer - 1].convolved;
        product.continues = next != nullptr && !described.convolved && !next->convolved;
        product.is_whole = next != nullptr;
    }
    return work;
}

std::optional<reports::row> hand_over(const configured_accelerator& configured, task& work, link& before) {
    if (!work.layer.follows()) return std::nullopt;
    if (before.outputs.empty()) {
        reports::row row = row_of(configured, work);
        row.status = "not_run";
        row.message =
            fmt::format("Its activations are the outputs of layer {}, which gave none.", before.layer);
        before.layer = work.layer.name;
        return row;
    }
    std::vector<layers::vectors> activations = layers::lowered(work.layer, before.outputs);
    for (std::size_t p = 0; p < activations.size(); ++p)
        work.loaded.work.products[p].activations.replace(std::move(activations[p]));
    return std::nullopt;
}

}  // namespace lacuna::run
