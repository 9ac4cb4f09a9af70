/// What a sweep is going to do: its definition, and every point with the data and the encoding it needs.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/run/experiment.h"
#include "sim/sweep/space/space.h"
#include "sim/sweep/store/sweep_file.h"

namespace lacuna::sweep {

/// One of several parts into which the points are dealt out, from 1.
struct shard {
    std::uint32_t number = 1;
    std::uint32_t of = 1;

    std::string text() const;  ///< "2/8"
    bool has(std::uint64_t ordinal) const { return ordinal % of == number - 1; }
};

class plan {
  public:
    /// Reads the section `sweep`, and tries every value of every parameter by itself. Throws input_error:
    /// there is no such section, a value is impossible, a key names no accelerator, layer or pattern.
    explicit plan(const run::config_document& config);

    const space& points() const { return space_; }
    /// Tries every value of every parameter by itself. Throws input_error where one is impossible.
    void check_values() const;
    definition asked(const shard& part, const std::string& version) const;

    /// Writes every point of the shard. Throws input_error where there is none, and interrupted.
    void write(const shard& part, sweep_file& to) const;

    /// The config with the layers and patterns of the point, which all points of one data set share. Throws
    /// input_error where their values cannot be together.
    run::experiment read_data(std::uint64_t point) const;
    /// The accelerators of a point. Throws input_error where a model refuses the combination.
    std::vector<run::configured_accelerator> accelerators(std::uint64_t point) const;
    /// As the config has them, no parameter set.
    std::vector<run::configured_accelerator> accelerators_unset() const;

  private:
    planned_point planned(std::uint64_t point) const;
    const run::config_document& config_;
    space space_;
    run::experiment base_;
    std::vector<bool> is_of_data_;  // by parameter
    /// The energy tables that points may be priced with, by the names that the config gives them.
    mutable std::map<std::string, std::filesystem::path> energy_tables_;
};

}  // namespace lacuna::sweep
