/// What a figure of a whole network is, given those of its layers.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/sweep/sql/value.h"

namespace lacuna::sweep {

/// Rows of one accelerator, point and pattern, one a layer, with some columns of results.
class layer_figures {
  public:
    explicit layer_figures(const std::vector<std::string>& columns);

    /// The columns that the figure of a network needs of every layer: itself, and what weights it.
    static std::vector<std::string> needed_for(const std::string& column);

    /// As many values as there are columns.
    void add(std::vector<value> layer) { layers_.push_back(std::move(layer)); }

    /// Counts, bytes, times and energies are summed; the utilization is weighted by cycles, power is energy
    /// by time; of a single layer everything is as it is. Anything else is the value that all layers have in
    /// common. NULL where a layer has none. Throws input_error where the layers have several; `what` begins
    /// the sentence.
    value of_all(const std::string& column, const std::string& what) const;

  private:
    const value& at(std::size_t layer, const std::string& column) const;
    value sum(const std::string& column) const;
    value mean_by_cycles(const std::string& column) const;
    value power() const;
    value common(const std::string& column, const std::string& what) const;

    std::map<std::string, std::size_t> places_;
    std::vector<std::vector<value>> layers_;
};

}  // namespace lacuna::sweep
