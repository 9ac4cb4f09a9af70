/// Layers that run one after the other, each on the outputs of the one before: a network, or a layer alone.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/run/row_run.h"

namespace lacuna::run {

/// Layers [begin, end) of an experiment.
struct network {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The layers of an experiment, which are one network or several, in their order.
std::vector<network> networks_of(const std::vector<layers::layer>& layers);

/// A layer of the network with its data and the pattern, its products told what comes before and after them.
/// Throws input_error for data that is missing or wrong, and interrupted.
task loaded_task(const std::vector<layers::layer>& layers, const network& of, std::size_t layer,
                 const patterns::specification& pattern);

/// Gives a layer that follows another the outputs of that as its activations. Where these are missing, the
/// row says so that the layer has instead of running.
std::optional<reports::row> hand_over(const configured_accelerator& configured, task& work, link& before);

}  // namespace lacuna::run
