#include "sim/patterns/structured.h"

#include <array>
#include <cmath>
#include <vector>

#include "sim/config/input_error.h"
#include "sim/formats/metadata_nibble.h"
#include "sim/formats/structured_sparse.h"

namespace lacuna::patterns {
namespace {

using formats::csc;
using formats::operand_type;
using formats::structured_sparsity;

constexpr unsigned most_in_group = 8;

std::uint32_t width_of(operand_type type) {
    return static_cast<std::uint32_t>(formats::sparsity_of(type).group);
}

/// For each set of values of a group that are not zero, a bit a value, whether it may keep them.
std::array<bool, 1 << most_in_group> keepable_sets(operand_type type) {
    std::array<bool, 1 << most_in_group> keepable = {};
    for (unsigned values = 0; values < 1u << width_of(type); ++values)
        keepable[values] = formats::nibble_keeping(type, values).has_value();
    return keepable;
}

/// Calls visit(column, entry) for every stored entry of a group of columns; column counts in the group.
template <class Visit>
void visit_entries(const csc<float>& weights, std::uint32_t first, std::uint32_t width, Visit visit) {
    for (std::uint32_t column = 0; column < width; ++column)
        for (std::uint32_t i = weights.column_begin[first + column];
             i < weights.column_begin[first + column + 1]; ++i)
            visit(column, i);
}

/// Calls visit(first column, sets) for every group of columns, until it returns false; sets[row] has a bit
/// for each value of the row's group that is not zero. Goes by columns, as the weights are stored.
template <class Visit>
void visit_groups(operand_type type, const csc<float>& weights, std::uint32_t columns, Visit visit) {
    const std::uint32_t width = width_of(type);
    std::vector<std::uint8_t> sets(weights.rows);
    for (std::uint32_t first = 0; first < columns; first += width) {
        sets.assign(weights.rows, 0);
        visit_entries(weights, first, width, [&](std::uint32_t column, std::uint32_t i) {
            const unsigned is_set = weights.value[i] != 0;
            sets[weights.row[i]] = static_cast<std::uint8_t>(sets[weights.row[i]] | is_set << column);
        });
        if (!visit(first, sets)) return;
    }
}

/// A bit for each value that a group keeps.
unsigned largest_of(const structured_sparsity& sparsity, const float* group) {
    std::array<double, most_in_group> magnitudes = {};
    const int parts = sparsity.parts();
    for (int i = 0; i < sparsity.group; ++i)
        magnitudes[static_cast<std::size_t>(i / sparsity.part)] += std::abs(static_cast<double>(group[i]));
    unsigned kept = 0;
    for (int part = 0; part < parts; ++part) {
        const double own = magnitudes[static_cast<std::size_t>(part)];
        int before = 0;
        for (int other = 0; other < part; ++other)
            before += magnitudes[static_cast<std::size_t>(other)] >= own;
        for (int other = part + 1; other < parts; ++other)
            before += magnitudes[static_cast<std::size_t>(other)] > own;
        const unsigned values = ((1u << sparsity.part) - 1) << part * sparsity.part;
        kept |= before < sparsity.kept_parts() ? values : 0;
    }
    return kept;
}

/// Appends to the matrix as it grows; its arrays have room for everything.
void append_column(csc<float>& pruned, std::uint32_t& stored, const csc<float>& weights, std::uint32_t column,
                   const std::vector<std::uint8_t>& kept, std::uint32_t in_group) {
    for (std::uint32_t i = weights.column_begin[column]; i < weights.column_begin[column + 1]; ++i) {
        const std::uint32_t row = weights.row[i];
        pruned.row[stored] = row;
        pruned.value[stored] = weights.value[i];
        // Without a branch, since none could be foreseen.
        stored += (kept[row] >> in_group & 1u) & static_cast<unsigned>(weights.value[i] != 0);
    }
    pruned.column_begin.push_back(stored);
}

}  // namespace

bool has_structure(operand_type type, const csc<float>& weights, std::uint32_t columns) {
    if (columns % width_of(type) != 0) return false;
    const auto keepable = keepable_sets(type);
    bool holds = true;
    visit_groups(type, weights, columns, [&](std::uint32_t, const std::vector<std::uint8_t>& sets) {
        for (const std::uint8_t values : sets) holds &= keepable[values];
        return holds;
    });
    return holds;
}

structure_violations violations_of(operand_type type, const csc<float>& weights, std::uint32_t columns) {
    formats::check_groups(type, columns);
    const auto keepable = keepable_sets(type);
    structure_violations found;
    std::uint32_t first_row = weights.rows;
    std::uint32_t first_column = 0;
    unsigned first_values = 0;
    visit_groups(type, weights, columns, [&](std::uint32_t column, const std::vector<std::uint8_t>& sets) {
        for (std::uint32_t row = 0; row < weights.rows; ++row) {
            if (keepable[sets[row]]) continue;
            ++found.groups;
            if (row >= first_row) continue;
            first_row = row;
            first_column = column;
            first_values = sets[row];
        }
        return true;
    });
    if (found.groups != 0)
        found.first = formats::too_many_non_zeros(type, first_values, first_row, first_column);
    return found;
}

csc<float> structured(operand_type type, const csc<float>& weights, std::uint32_t columns) {
    formats::check_groups(type, columns);
    const structured_sparsity& sparsity = formats::sparsity_of(type);
    const std::uint32_t width = width_of(type);
    csc<float> pruned{weights.rows, weights.columns, {0}, {}, {}};
    pruned.row.resize(weights.row.size() + 1);  // one more, where append_column() writes what it then drops
    pruned.value.resize(weights.value.size() + 1);
    std::uint32_t stored = 0;
    std::vector<float> groups(std::size_t{weights.rows} * width);
    std::vector<std::uint8_t> kept(weights.rows);
    for (std::uint32_t first = 0; first < columns; first += width) {
        groups.assign(groups.size(), 0.0f);
        visit_entries(weights, first, width, [&](std::uint32_t column, std::uint32_t i) {
            if (std::isnan(weights.value[i]))
                refuse("row {}, column {}: a weight that is not a number cannot be pruned by magnitude",
                       weights.row[i], first + column);
            groups[std::size_t{weights.row[i]} * width + column] = weights.value[i];
        });
        for (std::uint32_t row = 0; row < weights.rows; ++row)
            kept[row] = static_cast<std::uint8_t>(largest_of(sparsity, &groups[std::size_t{row} * width]));
        for (std::uint32_t column = 0; column < width; ++column)
            append_column(pruned, stored, weights, first + column, kept, column);
    }
    pruned.row.resize(stored);
    pruned.value.resize(stored);
    const auto rest = static_cast<std::ptrdiff_t>(weights.column_begin[columns]);
    pruned.row.insert(pruned.row.end(), weights.row.begin() + rest, weights.row.end());
    pruned.value.insert(pruned.value.end(), weights.value.begin() + rest, weights.value.end());
    for (std::uint32_t column = columns; column < weights.columns; ++column)
        pruned.column_begin.push_back(stored + weights.column_begin[column + 1] -
                                      weights.column_begin[columns]);
    return pruned;
}

}  // namespace lacuna::patterns
