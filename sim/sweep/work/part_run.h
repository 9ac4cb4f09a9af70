/// One part of a sweep: a network with one pattern, its data loaded once, that many design points run on.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/run/experiment.h"
#include "sim/run/network.h"
#include "sim/sweep/store/record.h"
#include "sim/sweep/store/sweep_file.h"

namespace lacuna::sweep {

/// A row, and its number in the result that `lacuna run` gives of the point.
using row_listener = std::function<void(std::uint64_t row, const record& of)>;

/// Where a part stands in its experiment.
struct part_place {
    part_place(const run::experiment& of, part_number part);

    /// The number of a row of it.
    std::uint64_t row(std::size_t layer, std::size_t accelerator, std::size_t accelerators) const;

    run::network network;
    std::size_t pattern = 0;
    std::size_t patterns = 0;
};

/// How many parts an experiment has.
part_number parts_of(const run::experiment& of);

/// Tells the rows of a part that could not be run, each with that status and sentence.
void tell_failure(const run::experiment& of, part_number part,
                  const std::vector<run::configured_accelerator>& accelerators, const std::string& status,
                  const std::string& why, const row_listener& tell);

class part_run {
  public:
    /// Loads the layers. The experiment lives as long. Throws input_error for data that is missing or wrong,
    /// and interrupted.
    part_run(const run::experiment& of, part_number part);

    /// A name for people: its first layer.
    const std::string& name() const { return of_.layers[place_.network.begin].name; }
    const run::experiment& experiment() const { return of_; }
    /// One a layer.
    const std::vector<run::task>& tasks() const { return tasks_; }

    /// Runs the layers on the accelerators of a point, and tells each row. What goes wrong with one row
    /// becomes a row that says it: of the status "refused" where the parameters forbid the layer, else
    /// "error".
    void run(const std::vector<run::configured_accelerator>& accelerators, const row_listener& tell);

  private:
    reports::row run_row(const run::configured_accelerator& configured, accelerator& hardware,
                         run::task& work, run::link& before) const;

    const run::experiment& of_;
    part_place place_;
    std::vector<run::task> tasks_;  // one a layer of the network
};

}  // namespace lacuna::sweep
