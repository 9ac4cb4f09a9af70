#include "sim/patterns/bank_balanced.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"
#include "sim/patterns/ranking.h"

namespace lacuna::patterns {
namespace {

/// The weights of a whole bank.
std::uint32_t width_of_bank(std::uint32_t columns, std::uint32_t banks) {
    if (banks == 0 || banks > columns) refuse("{} columns cannot be cut into {} banks", columns, banks);
    return columns / banks + (columns % banks != 0);
}

/// Calls visit(first, width) for every bank that is not empty, `first` being where its weights start in the
/// row-major matrix.
template <class Visit>
void visit_banks(std::uint32_t rows, std::uint32_t columns, std::uint32_t whole, Visit visit) {
    std::size_t first = 0;
    for (std::uint32_t row = 0; row < rows; ++row) {
        give_up_if_stopped();
        for (std::uint32_t column = 0, width; column < columns; column += width, first += width) {
            width = std::min(whole, columns - column);
            visit(first, width);
        }
    }
}

}  // namespace

mask bank_balanced_mask(const formats::dense_matrix<float>& weights, std::uint32_t banks, double density) {
    const std::uint32_t whole = width_of_bank(weights.columns, banks);
    const std::uint64_t kept = kept_at_density(whole, density);
    check_rankable(weights);
    mask stays = formats::zeros<std::uint8_t>(weights.rows, weights.columns);
    std::vector<float> magnitude(whole);
    std::vector<float> scratch;
    visit_banks(weights.rows, weights.columns, whole, [&](std::size_t first, std::uint32_t width) {
        for (std::uint32_t i = 0; i < width; ++i) magnitude[i] = std::abs(weights.value[first + i]);
        keep_best(magnitude.data(), width, kept, &stays.value[first], scratch);
    });
    return stays;
}

bool satisfies_bank_balanced(const mask& nonzeros, std::uint32_t banks) {
    const std::uint32_t whole = width_of_bank(nonzeros.columns, banks);
    const auto count = [&](std::size_t first, std::uint32_t width) {
        const auto begin = nonzeros.value.begin() + static_cast<std::ptrdiff_t>(first);
        return static_cast<std::uint32_t>(width - std::count(begin, begin + width, std::uint8_t{0}));
    };
    std::uint32_t most = 0;
    visit_banks(nonzeros.rows, nonzeros.columns, whole,
                [&](std::size_t first, std::uint32_t width) { most = std::max(most, count(first, width)); });
    bool holds = true;
    visit_banks(nonzeros.rows, nonzeros.columns, whole, [&](std::size_t first, std::uint32_t width) {
        holds = holds && count(first, width) == std::min(most, width);
    });
    return holds;
}

}  // namespace lacuna::patterns
