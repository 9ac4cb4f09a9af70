/// One layer with one pattern on one accelerator by one engine: run, its outputs compared with the plain
/// product, and told as a row.
#pragma once

#include <string>

#include "sim/accelerator/accelerator.h"
#include "sim/layers/layer.h"
#include "sim/patterns/specification.h"
#include "sim/reports/result.h"
#include "sim/run/experiment.h"

namespace lacuna::run {

/// What a layer of a network hands to the next, on one accelerator.
struct link {
    std::string layer;         ///< that gave the outputs
    layers::outputs outputs;   ///< batch vectors of its output values; none where it did not run
    layers::outputs in_float;  ///< the same of the network computed in floating point
};

/// A layer with one pattern, ready to run.
struct task {
    const layers::layer& layer;
    const patterns::specification& pattern;
    layers::loaded_layer loaded;
};

/// What is known of a row before it runs.
reports::row row_of(const configured_accelerator& configured, const task& work);

/// Runs the task, and replaces what `before` holds by what it hands on. `with_instances` keeps the counters
/// of every box. A layer that does not fit becomes a row that says so. Throws input_error, wrong_product,
/// kernel::deadlock, interrupted.
reports::row run_engine(accelerator& hardware, const configured_accelerator& configured, const task& work,
                        bool with_instances, link& before);

}  // namespace lacuna::run
