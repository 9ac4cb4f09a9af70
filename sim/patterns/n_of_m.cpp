#include "sim/patterns/n_of_m.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"

namespace lacuna::patterns {
namespace {

void check(const n_of_m& rule) {
    const std::string fault = rule.fault();
    if (!fault.empty()) refuse("the pattern {}: {}", rule.name(), fault);
}

/// Calls visit(first, width) for every group of every row, first being where it starts in the row-major
/// matrix; until it returns false.
template <class Visit>
void visit_groups(std::uint32_t rows, std::uint32_t columns, std::uint32_t group, std::uint32_t segment,
                  Visit visit) {
    std::size_t row_begin = 0;
    for (std::uint32_t row = 0; row < rows; ++row, row_begin += columns) {
        give_up_if_stopped();
        for (std::uint32_t begin = 0; begin < columns; begin += segment)
            for (std::uint32_t offset = 0; offset < segment; offset += std::min(group, segment - offset))
                if (!visit(row_begin + begin + offset, std::min(group, segment - offset))) return;
    }
}

/// Marks the `kept` largest of `Count` magnitudes, or of `count` where Count is 0; of equals the earlier.
template <std::uint32_t Count, class Magnitude>
void keep_largest(const Magnitude* magnitude, std::uint32_t count, std::uint32_t kept, std::uint8_t* stays) {
    const std::uint32_t n = Count == 0 ? count : Count;
    for (std::uint32_t i = 0; i < n; ++i) {
        std::uint32_t before = 0;  // counted without branches, since none could be foreseen
        for (std::uint32_t other = 0; other < i; ++other) before += magnitude[other] >= magnitude[i];
        for (std::uint32_t other = i + 1; other < n; ++other) before += magnitude[other] > magnitude[i];
        stays[i] = before < kept;
    }
}

template <std::uint32_t Count>
void keep_values(const float* weights, std::uint32_t width, std::uint32_t kept, std::uint8_t* stays) {
    std::array<float, most_of_group> magnitude;
    for (std::uint32_t i = 0; i < (Count == 0 ? width : Count); ++i) magnitude[i] = std::abs(weights[i]);
    keep_largest<Count>(magnitude.data(), width, kept, stays);
}

void keep_pairs(const float* weights, std::uint32_t width, std::uint32_t kept, std::uint8_t* stays) {
    std::array<double, most_of_group / 2> magnitude = {};
    std::array<std::uint8_t, most_of_group / 2> pair_stays;
    for (std::uint32_t i = 0; i < width; ++i) magnitude[i / 2] += std::abs(static_cast<double>(weights[i]));
    keep_largest<0>(magnitude.data(), (width + 1) / 2, kept / 2, pair_stays.data());
    for (std::uint32_t i = 0; i < width; ++i) stays[i] = pair_stays[i / 2];
}

}  // namespace

std::string n_of_m::name() const {
    return fmt::format("{}:{}{}", n, m, pairs ? " pairs" : "");
}

std::string n_of_m::fault() const {
    if (m < 2 || m > most_of_group)
        return fmt::format("a group has 2 to {} weights, but M is {}", most_of_group, m);
    if (n < 1 || n >= m) return fmt::format("of {} weights 1 to {} stay, but N is {}", m, m - 1, n);
    if (pairs && (n % 2 != 0 || m % 2 != 0)) return "where pairs stay together, N and M are even";
    return {};
}

void check_segments(std::uint32_t columns, std::uint32_t segment) {
    if (columns != 0 && (segment == 0 || columns % segment != 0))
        refuse("{} columns are not whole segments of {}", columns, segment);
}

mask n_of_m_mask(const formats::dense_matrix<float>& weights, const n_of_m& rule, std::uint32_t segment) {
    check(rule);
    check_segments(weights.columns, segment);
    check_rankable(weights);
    mask stays = formats::zeros<std::uint8_t>(weights.rows, weights.columns);
    visit_groups(weights.rows, weights.columns, rule.m, segment, [&](std::size_t first, std::uint32_t width) {
        const float* group = &weights.value[first];
        if (rule.pairs)
            keep_pairs(group, width, rule.n, &stays.value[first]);
        else if (width == 4)
            keep_values<4>(group, width, rule.n, &stays.value[first]);
        else
            keep_values<0>(group, width, rule.n, &stays.value[first]);
        return true;
    });
    return stays;
}

bool satisfies_n_of_m(const mask& nonzeros, const n_of_m& rule, std::uint32_t segment) {
    check(rule);
    check_segments(nonzeros.columns, segment);
    bool holds = true;
    const std::uint32_t part = rule.pairs ? 2 : 1;
    visit_groups(nonzeros.rows, nonzeros.columns, rule.m, segment,
                 [&](std::size_t first, std::uint32_t width) {
                     std::uint32_t parts = 0;
                     for (std::uint32_t i = 0; i < width; i += part)
                         parts += nonzeros.value[first + i] != 0 ||
                                  (part == 2 && i + 1 < width && nonzeros.value[first + i + 1] != 0);
                     return holds = parts * part <= rule.n;
                 });
    return holds;
}

}  // namespace lacuna::patterns
