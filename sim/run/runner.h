/// Runs an experiment: every layer, with every pattern, on every accelerator.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/reports/result.h"
#include "sim/run/experiment.h"
#include "sim/run/network.h"
#include "sim/run/pricing.h"
#include "sim/run/row_run.h"

namespace lacuna::run {

/// Which engines run each row.
enum class engines {
    clocked,
    transaction,
    both,  ///< the row is the clocked one's; the first figure in which they differ ends the run
};

/// "clocked", "transaction", "both".
std::string name_of(engines chosen);

/// Two engines give different figures: the sentence names the first.
class engines_disagree : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct options {
    engines chosen_engines = engines::clocked;
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

    /// Why accelerators of an experiment will not be priced, though an energy table is named: a sentence
    /// each.
    std::vector<std::string> unpriced(std::size_t i) const;

    /// Runs one experiment. A layer that does not fit becomes a row that says so. Throws input_error,
    /// wrong_product, engines_disagree, kernel::deadlock; when interrupted returns the finished rows, not
    /// complete. The rows refer to the descriptions of counters that the runner holds, and must not outlive
    /// it.
    reports::result run(std::size_t i);

  private:
    /// One accelerator of a config, once for each engine that was asked for.
    using built_engines = std::vector<std::unique_ptr<accelerator>>;

    /// Runs a network with one pattern on every accelerator.
    void run_network(std::size_t i, const network& of, const patterns::specification& pattern,
                     reports::result& result) const;
    /// Runs the task, and replaces what `before` holds by what it hands on.
    reports::row run_row(const built_engines& hardware, const configured_accelerator& configured, task& work,
                         link& before) const;

    std::vector<experiment> experiments_;
    options options_;
    std::vector<std::vector<built_engines>> hardware_;  // by experiment and accelerator
    std::vector<std::vector<pricing>> prices_;
};

}  // namespace lacuna::run
