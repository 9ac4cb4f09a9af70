#include "sim/patterns/load.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/config/input_error.h"

namespace lacuna::patterns {
namespace {

double mean_of(const std::vector<std::uint64_t>& load) {
    if (load.empty()) return 0;
    const auto all = std::accumulate(load.begin(), load.end(), std::uint64_t{0});
    return static_cast<double>(all) / static_cast<double>(load.size());
}

}  // namespace

std::vector<std::uint64_t> nonzeros_per_row(const mask& stays) {
    std::vector<std::uint64_t> load(stays.rows);
    auto row = stays.value.begin();
    for (std::uint64_t& each : load) {
        each = std::accumulate(row, row + stays.columns, std::uint64_t{0});
        row += stays.columns;
    }
    return load;
}

std::vector<std::uint64_t> nonzeros_per_pe(const mask& stays, std::uint32_t pes) {
    if (pes == 0) refuse("0 PEs: at least one must own the rows");
    std::vector<std::uint64_t> load(pes);
    const std::vector<std::uint64_t> rows = nonzeros_per_row(stays);
    for (std::size_t row = 0; row < rows.size(); ++row) load[row % pes] += rows[row];
    return load;
}

double coefficient_of_variation(const std::vector<std::uint64_t>& load) {
    const double mean = mean_of(load);
    if (mean == 0) return 0;
    double squares = 0;
    for (const std::uint64_t each : load) {
        const double off = static_cast<double>(each) - mean;
        squares += off * off;
    }
    return std::sqrt(squares / static_cast<double>(load.size())) / mean;
}

double imbalance(const std::vector<std::uint64_t>& load) {
    const double mean = mean_of(load);
    if (mean == 0) return 1;
    return static_cast<double>(*std::max_element(load.begin(), load.end())) / mean;
}

}  // namespace lacuna::patterns
