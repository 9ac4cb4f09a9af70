#include "sim/patterns/block.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/patterns/ranking.h"
#include "sim/patterns/unstructured.h"

namespace lacuna::patterns {
namespace {

/// Of a row or column cut into parts, the last of which may be shorter.
std::uint32_t parts_of(std::uint32_t length, std::uint32_t part) {
    return length / part + (length % part != 0);
}

void check(block_shape shape) {
    if (shape.rows == 0 || shape.columns == 0)
        refuse("a block of {} x {}: blocks have at least one row and one column", shape.rows, shape.columns);
}

/// Calls visit(block, first, width) for every row of every block, row by row of the matrix: `block` numbers
/// the blocks row by row, `first` is where the `width` weights start in the row-major matrix.
template <class Visit>
void visit_rows_of_blocks(std::uint32_t rows, std::uint32_t columns, block_shape shape, Visit visit) {
    const std::size_t across = parts_of(columns, shape.columns);
    std::size_t first = 0;
    for (std::uint32_t row = 0; row < rows; ++row) {
        give_up_if_stopped();
        std::size_t block = row / shape.rows * across;
        for (std::uint32_t column = 0, width; column < columns; column += width, ++block, first += width) {
            width = std::min(shape.columns, columns - column);
            visit(block, first, width);
        }
    }
}

std::size_t blocks_of(std::uint32_t rows, std::uint32_t columns, block_shape shape) {
    return std::size_t{parts_of(rows, shape.rows)} * parts_of(columns, shape.columns);
}

}  // namespace

mask block_mask(const formats::dense_matrix<float>& weights, block_shape shape, double density) {
    check(shape);
    check_density(density);
    check_rankable(weights);
    std::vector<double> norm(blocks_of(weights.rows, weights.columns, shape));
    const std::size_t kept = norm.size() - zeros_at_density(norm.size(), density);
    visit_rows_of_blocks(weights.rows, weights.columns, shape,
                         [&](std::size_t block, std::size_t first, std::uint32_t width) {
                             for (std::uint32_t i = 0; i < width; ++i)
                                 norm[block] += std::abs(static_cast<double>(weights.value[first + i]));
                         });
    const std::vector<std::uint8_t> block_stays = best_of(norm, kept);
    mask stays = formats::zeros<std::uint8_t>(weights.rows, weights.columns);
    visit_rows_of_blocks(weights.rows, weights.columns, shape,
                         [&](std::size_t block, std::size_t first, std::uint32_t width) {
                             std::fill_n(&stays.value[first], width, block_stays[block]);
                         });
    return stays;
}

bool satisfies_block(const mask& nonzeros, block_shape shape) {
    check(shape);
    constexpr std::uint8_t has_zeros = 1;
    constexpr std::uint8_t has_others = 2;
    std::vector<std::uint8_t> has(blocks_of(nonzeros.rows, nonzeros.columns, shape));
    visit_rows_of_blocks(nonzeros.rows, nonzeros.columns, shape,
                         [&](std::size_t block, std::size_t first, std::uint32_t width) {
                             for (std::uint32_t i = 0; i < width; ++i)
                                 has[block] |= nonzeros.value[first + i] != 0 ? has_others : has_zeros;
                         });
    return std::find(has.begin(), has.end(), has_zeros | has_others) == has.end();
}

}  // namespace lacuna::patterns
