#include "sim/patterns/swap_gains.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "sim/config/interruption.h"

namespace lacuna::patterns {
namespace {

constexpr std::uint32_t group = 4;
constexpr std::uint32_t panel =
    8;  // columns: sums of 4 places x 8 columns fit in the registers of any machine
constexpr std::uint32_t chunk = 16;  // rows summed in single precision before they are added in double

using panel_sums = std::array<std::array<double, panel>, group>;

/// Adds the larger of `own` and each of a row of the panel: one instruction for several columns, where the
/// compiler finds no loop around it.
inline void add_larger(float (&to)[panel], float own, const float* x) {
    for (std::uint32_t i = 0; i < panel; ++i) to[i] += own > x[i] ? own : x[i];
}

inline void add(std::array<double, panel>& to, const float (&part)[panel]) {
    for (std::uint32_t i = 0; i < panel; ++i) to[i] += static_cast<double>(part[i]);
}

/// For four places and the columns of a panel: the sums over the rows of max(q, x). Rows are a multiple of
/// the chunk.
panel_sums sums_of_panel(const float* q, const float* x, std::size_t rows) {
    panel_sums sums = {};
    for (std::size_t begin = 0; begin < rows; begin += chunk) {
        float part0[panel] = {}, part1[panel] = {}, part2[panel] = {}, part3[panel] = {};
        for (std::uint32_t row = 0; row < chunk; ++row, q += group, x += panel) {
            add_larger(part0, q[0], x);
            add_larger(part1, q[1], x);
            add_larger(part2, q[2], x);
            add_larger(part3, q[3], x);
        }
        add(sums[0], part0);
        add(sums[1], part1);
        add(sums[2], part2);
        add(sums[3], part3);
    }
    return sums;
}

double two_largest(double a, double b, double c, double d) {
    const double together = std::max(a, b) + std::max(c, d);
    return std::max({together, a + b, c + d});
}

std::uint32_t first_of_group(std::uint32_t place) {
    return place / group * group;
}

}  // namespace

swap_gains::swap_gains(const formats::dense_matrix<float>& weights, double unit)
    : rows_((std::max<std::size_t>(weights.rows, 1) + chunk - 1) / chunk * chunk), column_(weights.columns) {
    for (std::uint32_t i = 0; i < column_.size(); ++i) column_[i] = i;
    by_column_.resize(column_.size() * rows_);
    const double scale = 1 / unit;
    for (std::uint32_t row = 0; row < weights.rows; ++row)
        for (std::uint32_t column = 0; column < weights.columns; ++column)
            by_column_[column * rows_ + row] =
                static_cast<float>(std::abs(static_cast<double>(weights.at(row, column))) * scale);
    pack();
    sums_.resize(column_.size() * column_.size());
    const std::size_t groups = column_.size() / group;
    best_.resize(groups * (groups - (groups != 0)) / 2);
    stale_ = column_;
    update();
}

void swap_gains::pack() {
    const std::size_t padded = (column_.size() + panel - 1) / panel * panel;
    panels_.resize(padded * rows_);
    for (std::size_t column = 0; column < column_.size(); ++column)
        for (std::size_t row = 0; row < rows_; ++row)
            panels_[column / panel * panel * rows_ + row * panel + column % panel] =
                by_column_[column * rows_ + row];
}

/// The second largest of the three others of the group, row by row.
void swap_gains::fill_second_largest(std::uint32_t place, float* to, std::size_t stride) const {
    const std::uint32_t first = first_of_group(place);
    std::array<const float*, 3> others;
    for (std::uint32_t i = 0, n = 0; i < group; ++i)
        if (first + i != place) others[n++] = magnitudes(first + i);
    for (std::size_t row = 0; row < rows_; ++row) {
        const float a = others[0][row];
        const float b = others[1][row];
        const float c = others[2][row];
        to[row * stride] = std::max(std::min(a, b), std::min(std::max(a, b), c));
    }
}

/// Computes the sums of up to four places.
void swap_gains::update(const std::uint32_t* first, std::uint32_t count) {
    std::vector<float> q(rows_ * group);
    std::array<double, group> whole = {};
    for (std::uint32_t i = 0; i < count; ++i) {
        fill_second_largest(first[i], q.data() + i, group);
        for (std::size_t row = 0; row < rows_; ++row) whole[i] += static_cast<double>(q[row * group + i]);
    }
    for (std::size_t begin = 0; begin < column_.size(); begin += panel) {
        const panel_sums sums = sums_of_panel(q.data(), panels_.data() + begin * rows_, rows_);
        const std::size_t end = std::min(begin + panel, column_.size());
        for (std::uint32_t i = 0; i < count; ++i)
            for (std::size_t column = begin; column < end; ++column)
                sums_[first[i] * column_.size() + column] =
                    static_cast<float>(sums[i][column - begin] - whole[i]);
    }
}

void swap_gains::update() {
    for (std::size_t begin = 0; begin < stale_.size(); begin += group) {
        give_up_if_stopped();
        update(&stale_[begin],
               static_cast<std::uint32_t>(std::min<std::size_t>(group, stale_.size() - begin)));
    }
    std::vector<bool> is_stale(column_.size() / group);
    for (const std::uint32_t place : stale_) is_stale[place / group] = true;
    stale_.clear();
    std::size_t pair = 0;
    for (std::uint32_t a = 0; a < is_stale.size(); ++a) {
        give_up_if_stopped();
        for (std::uint32_t b = a + 1; b < is_stale.size(); ++b, ++pair)
            if (is_stale[a] || is_stale[b]) best_[pair] = best_swap(a * group, b * group);
    }
}

swap_gains::scored_swap swap_gains::best_swap(std::uint32_t a, std::uint32_t b) const {
    const auto gained = [&](std::uint32_t place, std::uint32_t other) {
        return sum(place, column_[other]) - sum(place, column_[place]);
    };
    scored_swap best{-1, 0};
    for (std::uint32_t swap = 0; swap < group * group; ++swap) {
        const std::uint32_t first = a + swap / group;
        const std::uint32_t second = b + swap % group;
        const float gain = gained(first, second) + gained(second, first);
        if (gain > best.gain) best = {gain, static_cast<std::uint8_t>(swap)};
    }
    return best;
}

std::vector<column_swap> swap_gains::best_swaps(float least) const {
    std::vector<column_swap> found;
    const auto places = static_cast<std::uint32_t>(column_.size());
    auto best = best_.begin();
    for (std::uint32_t a = 0; a < places; a += group)
        for (std::uint32_t b = a + group; b < places; b += group, ++best)
            if (best->gain > least)
                found.push_back({best->gain, a + best->swap / group, b + best->swap % group});
    std::sort(found.begin(), found.end(), [](const column_swap& one, const column_swap& other) {
        if (one.gain != other.gain) return one.gain > other.gain;
        return std::pair(one.first, one.second) < std::pair(other.first, other.second);
    });
    return found;
}

double swap_gains::kept(const std::uint32_t* columns_of_group) const {
    std::array<const float*, group> of;
    for (std::uint32_t i = 0; i < group; ++i) of[i] = magnitudes_of(columns_of_group[i]);
    double sum = 0;
    for (std::size_t row = 0; row < rows_; ++row)
        sum += two_largest(of[0][row], of[1][row], of[2][row], of[3][row]);
    return sum;
}

double swap_gains::exact_gain(std::uint32_t first, std::uint32_t second) const {
    std::array<std::uint32_t, group> a;
    std::array<std::uint32_t, group> b;
    std::copy_n(&column_[first_of_group(first)], group, a.begin());
    std::copy_n(&column_[first_of_group(second)], group, b.begin());
    const double before = kept(a.data()) + kept(b.data());
    std::swap(a[first % group], b[second % group]);
    return kept(a.data()) + kept(b.data()) - before;
}

void swap_gains::swap(std::uint32_t first, std::uint32_t second) {
    std::swap(column_[first], column_[second]);
    // At these two places the other three columns of the group are what they were.
    for (const std::uint32_t changed : {first, second})
        for (std::uint32_t place = first_of_group(changed); place < first_of_group(changed) + group; ++place)
            if (place != changed) stale_.push_back(place);
}

}  // namespace lacuna::patterns
