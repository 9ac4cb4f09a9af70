#include "sim/layers/weight_statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/patterns/bank_balanced.h"
#include "sim/patterns/load.h"
#include "sim/patterns/n_of_m.h"
#include "sim/patterns/row_column.h"
#include "sim/patterns/tile.h"
#include "sim/patterns/vector_wise.h"

namespace lacuna::layers {

using formats::csc;
using patterns::mask;

namespace {

constexpr std::size_t most_distinct = 65536;
constexpr std::uint64_t most_positions = std::uint64_t{1} << 28;

/// Calls visit(column, entry) for every entry. Throws interrupted.
template <class Visit>
void visit_entries(const csc<float>& matrix, Visit visit) {
    for (std::uint32_t column = 0; column < matrix.columns; ++column) {
        if (column % 1024 == 0) give_up_if_stopped();
        for (std::uint32_t i = matrix.column_begin[column]; i < matrix.column_begin[column + 1]; ++i)
            visit(column, i);
    }
}

void add_groups(std::vector<held_pattern>& found, const mask& nonzeros, std::uint32_t segment) {
    using rule = patterns::n_of_m;
    for (const rule& each : {rule{1, 2}, rule{2, 4}, rule{1, 4}, rule{2, 8}, rule{4, 8, true}})
        if (segment > each.n)
            found.push_back({each.name(), patterns::satisfies_n_of_m(nonzeros, each, segment)});
    constexpr std::uint32_t of_tile = 2;
    if (segment > of_tile || nonzeros.rows > of_tile)
        found.push_back({"tile", patterns::satisfies_tile(nonzeros, segment)});
}

/// A side at least of a block goes through more than one weight.
bool is_block(const mask& nonzeros, patterns::block_shape shape) {
    return std::min(shape.rows, nonzeros.rows) > 1 || std::min(shape.columns, nonzeros.columns) > 1;
}

void add_wholes(std::vector<held_pattern>& found, const mask& nonzeros) {
    for (const std::uint32_t side : {2u, 4u, 8u, 16u})
        if (is_block(nonzeros, {side, side}))
            found.push_back(
                {fmt::format("block {0}x{0}", side), patterns::satisfies_block(nonzeros, {side, side})});
    for (const std::uint32_t length : {2u, 4u, 8u})
        if (is_block(nonzeros, {length, 1}))
            found.push_back(
                {fmt::format("vector_wise {}", length), patterns::satisfies_vector_wise(nonzeros, length)});
    if (nonzeros.columns > 1) found.push_back({"row", patterns::satisfies_row(nonzeros)});
    if (nonzeros.rows > 1) found.push_back({"column", patterns::satisfies_column(nonzeros)});
}

}  // namespace

csc<float> without_stored_zeros(csc<float> matrix) {
    std::uint32_t kept = 0;
    std::uint32_t begin = 0;
    for (std::uint32_t column = 0; column < matrix.columns; ++column) {
        const std::uint32_t end = matrix.column_begin[column + 1];
        for (std::uint32_t i = begin; i < end; ++i) {
            if (matrix.value[i] == 0) continue;
            matrix.row[kept] = matrix.row[i];
            matrix.value[kept++] = matrix.value[i];
        }
        begin = end;
        matrix.column_begin[column + 1] = kept;
    }
    matrix.row.resize(kept);
    matrix.value.resize(kept);
    return matrix;
}

std::optional<std::uint32_t> distinct_values(const csc<float>& weights) {
    std::unordered_set<float> values;
    for (const float value : weights.value) {
        values.insert(value);
        if (values.size() > most_distinct) return std::nullopt;
    }
    return static_cast<std::uint32_t>(values.size());
}

weight_load load_of(const csc<float>& weights, std::uint32_t pes) {
    if (pes == 0) refuse("0 PEs: at least one must own the rows.");
    weight_load load{std::vector<std::uint64_t>(weights.rows), std::vector<std::uint64_t>(weights.columns),
                     std::vector<std::uint64_t>(pes)};
    visit_entries(weights, [&](std::uint32_t column, std::uint32_t i) {
        ++load.of_row[weights.row[i]];
        ++load.of_column[column];
    });
    for (std::uint32_t row = 0; row < weights.rows; ++row) load.of_pe[row % pes] += load.of_row[row];
    return load;
}

load_summary summary_of(const std::vector<std::uint64_t>& load) {
    if (load.empty()) return {};
    const auto [least, greatest] = std::minmax_element(load.begin(), load.end());
    std::uint64_t all = 0;
    for (const std::uint64_t each : load) all += each;
    return {*least, *greatest, static_cast<double>(all) / static_cast<double>(load.size()),
            patterns::imbalance(load), patterns::coefficient_of_variation(load)};
}

std::vector<held_pattern> patterns_of(const mask& nonzeros, std::uint32_t segment) {
    const std::uint64_t kept = patterns::kept(nonzeros);
    if (kept == 0 || kept == nonzeros.value.size()) return {};
    std::vector<held_pattern> found;
    add_groups(found, nonzeros, segment);
    add_wholes(found, nonzeros);
    for (const std::uint32_t banks : {2u, 4u, 8u, 16u})
        if (banks <= nonzeros.columns)
            found.push_back(
                {fmt::format("bank_balanced {}", banks), patterns::satisfies_bank_balanced(nonzeros, banks)});
    return found;
}

std::optional<mask> mask_of_entries(const csc<float>& weights) {
    if (std::uint64_t{weights.rows} * weights.columns > most_positions) return std::nullopt;
    mask nonzeros = formats::zeros<std::uint8_t>(weights.rows, weights.columns);
    visit_entries(weights, [&](std::uint32_t column, std::uint32_t i) {
        if (weights.value[i] != 0) nonzeros.at(weights.row[i], column) = 1;
    });
    return nonzeros;
}

}  // namespace lacuna::layers
