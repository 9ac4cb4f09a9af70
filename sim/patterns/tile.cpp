#include "sim/patterns/tile.h"

#include <algorithm>
#include <cmath>

#include "sim/config/interruption.h"
#include "sim/patterns/n_of_m.h"

namespace lacuna::patterns {
namespace {

constexpr std::uint32_t size = 4;
constexpr std::uint32_t pairs = 6;
constexpr std::array<std::array<std::uint8_t, 2>, pairs> columns_of_pair = {
    {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}}};

std::vector<tile_choice> all_choices() {
    std::vector<tile_choice> found;
    for (unsigned code = 0; code < pairs * pairs * pairs * pairs; ++code) {
        const tile_choice choice = {static_cast<std::uint8_t>(code / (pairs * pairs * pairs)),
                                    static_cast<std::uint8_t>(code / (pairs * pairs) % pairs),
                                    static_cast<std::uint8_t>(code / pairs % pairs),
                                    static_cast<std::uint8_t>(code % pairs)};
        std::array<int, size> in_column = {};
        for (const std::uint8_t pair : choice)
            for (const std::uint8_t column : columns_of_pair[pair]) ++in_column[column];
        if (in_column == std::array<int, size>{2, 2, 2, 2}) found.push_back(choice);
    }
    return found;
}

/// The part of a tile that lies in the matrix.
struct tile {
    std::uint32_t row, column, height, width;
};

/// Calls visit(tile) for every tile.
template <class Visit>
void visit_tiles(std::uint32_t rows, std::uint32_t columns, std::uint32_t segment, Visit visit) {
    for (std::uint32_t row = 0, height; row < rows; row += height) {
        give_up_if_stopped();
        height = std::min(size, rows - row);
        for (std::uint32_t begin = 0; begin < columns; begin += segment)
            for (std::uint32_t offset = 0, width; offset < segment; offset += width) {
                width = std::min(size, segment - offset);
                visit(tile{row, begin + offset, height, width});
            }
    }
}

const tile_choice& best_choice(const std::vector<tile_choice>& choices,
                               const formats::dense_matrix<float>& weights, const tile& at) {
    std::array<std::array<double, pairs>, size> norm = {};
    for (std::uint32_t row = 0; row < at.height; ++row) {
        std::array<double, size> own = {};
        for (std::uint32_t column = 0; column < at.width; ++column)
            own[column] = std::abs(static_cast<double>(weights.at(at.row + row, at.column + column)));
        for (std::uint32_t pair = 0; pair < pairs; ++pair)
            norm[row][pair] = own[columns_of_pair[pair][0]] + own[columns_of_pair[pair][1]];
    }
    std::size_t best = 0;
    double greatest = -1;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const tile_choice& choice = choices[i];
        const double sum =
            norm[0][choice[0]] + norm[1][choice[1]] + (norm[2][choice[2]] + norm[3][choice[3]]);
        if (!(sum > greatest)) continue;
        greatest = sum;
        best = i;
    }
    return choices[best];
}

}  // namespace

const std::vector<tile_choice>& tile_choices() {
    static const std::vector<tile_choice> choices = all_choices();
    return choices;
}

mask tile_mask(const formats::dense_matrix<float>& weights, std::uint32_t segment) {
    check_segments(weights.columns, segment);
    check_rankable(weights);
    const std::vector<tile_choice>& choices = tile_choices();
    mask stays = formats::zeros<std::uint8_t>(weights.rows, weights.columns);
    visit_tiles(weights.rows, weights.columns, segment, [&](const tile& at) {
        const tile_choice& best = best_choice(choices, weights, at);
        for (std::uint32_t row = 0; row < at.height; ++row)
            for (const std::uint8_t column : columns_of_pair[best[row]])
                if (column < at.width) stays.at(at.row + row, at.column + column) = 1;
    });
    return stays;
}

bool satisfies_tile(const mask& nonzeros, std::uint32_t segment) {
    check_segments(nonzeros.columns, segment);
    bool holds = true;
    visit_tiles(nonzeros.rows, nonzeros.columns, segment, [&](const tile& at) {
        std::array<int, size> in_row = {};
        std::array<int, size> in_column = {};
        for (std::uint32_t row = 0; row < at.height; ++row)
            for (std::uint32_t column = 0; column < at.width; ++column) {
                const bool is_set = nonzeros.at(at.row + row, at.column + column) != 0;
                in_row[row] += is_set;
                in_column[column] += is_set;
            }
        for (const int count : in_row) holds &= count <= 2;
        for (const int count : in_column) holds &= count <= 2;
    });
    return holds;
}

}  // namespace lacuna::patterns
