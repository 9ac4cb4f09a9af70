/// Runs an experiment: every layer, with every pattern, on every accelerator.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "sim/reports/result.h"
#include "sim/run/experiment.h"

namespace lacuna::run {

struct options {
    std::string engine = "clocked";
    bool per_instance = false;  ///< keep the counters of every box
    std::string version;
    /// Called before the layer of a row is loaded and before the row runs, with the number of rows that are
    /// finished and of all; at the end with both equal.
    std::function<void(std::size_t row, std::size_t rows, const std::string& what)> progress;
};

/// The accelerators of several experiments, elaborated together: a process elaborates SystemC once.
class runner {
  public:
    /// Builds every accelerator. Throws input_error where a model has no such engine.
    runner(std::vector<experiment> experiments, options chosen);
    ~runner();

    std::size_t experiments() const { return experiments_.size(); }
    const experiment& at(std::size_t i) const { return experiments_[i]; }

    /// Runs one experiment. A layer that does not fit becomes a row that says so. Throws input_error,
    /// wrong_product, kernel::deadlock; when interrupted returns the finished rows, not complete. The rows
    /// refer to the descriptions of counters that the runner holds, and must not outlive it.
    reports::result run(std::size_t i);

  private:
    reports::row run_row(accelerator& hardware, const configured_accelerator& configured,
                         const layers::layer& layer, const layers::loaded_layer& loaded,
                         const patterns::specification& pattern) const;

    std::vector<experiment> experiments_;
    options options_;
    std::vector<std::vector<std::unique_ptr<accelerator>>> hardware_;  // by experiment
};

}  // namespace lacuna::run
