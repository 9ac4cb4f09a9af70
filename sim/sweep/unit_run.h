/// One part of a sweep: a network with one pattern, its data loaded once, that many design points run on.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/run/experiment.h"
#include "sim/run/network.h"
#include "sim/sweep/record.h"
#include "sim/sweep/sweep_file.h"

namespace lacuna::sweep {

/// A row, and its number in the result that `lacuna run` gives of the point.
using row_listener = std::function<void(std::uint64_t row, const record& of)>;

class unit_run {
  public:
    /// Loads the layers. The experiment lives as long. Throws input_error for data that is missing or wrong,
    /// and interrupted.
    unit_run(const run::experiment& of, unit part);

    /// How many parts an experiment has.
    static unit parts_of(const run::experiment& of);
    static std::size_t first_layer_of(const run::experiment& of, unit part);
    /// A name for people: its first layer.
    const std::string& name() const { return of_.layers[network_.begin].name; }
    /// One a layer.
    const std::vector<run::task>& tasks() const { return tasks_; }

    /// Runs the layers on the accelerators of a point, and tells each row. What goes wrong with one row
    /// becomes a row that says it: of the status "refused" where the parameters forbid the layer, else
    /// "error".
    void run(const std::vector<run::configured_accelerator>& accelerators, const row_listener& tell);

    /// The rows of a point that could not be run, each with that status and sentence.
    void tell_failure(const std::vector<run::configured_accelerator>& accelerators, const std::string& status,
                      const std::string& why, const row_listener& tell) const;

  private:
    std::uint64_t row_of(std::size_t layer, std::size_t accelerator, std::size_t accelerators) const;
    reports::row run_row(const run::configured_accelerator& configured, accelerator& hardware,
                         run::task& work, run::link& before) const;

    const run::experiment& of_;
    run::network network_;
    std::size_t pattern_ = 0;
    std::vector<run::task> tasks_;  // one a layer of the network
};

}  // namespace lacuna::sweep
