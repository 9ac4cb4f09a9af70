/// How much magnitude 2:4 gains by every swap of two columns, kept up to date while columns are swapped.
///
/// Of four magnitudes p >= q >= r and x, the two greatest sum to p + max(q, x). So where x takes the place of
/// a column a of a group, what the group keeps changes by the sum over the rows of max(q, x) - max(q, a), q
/// being the second largest of the three that stay. These sums of max(q, x), for the q of every place and
/// every column x, are all that gains are made of; a swap changes the q of six places.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/formats/dense_matrix.h"

namespace lacuna::patterns {

struct column_swap {
    float gain;
    std::uint32_t first, second;  ///< places, first < second, of different groups
};

class swap_gains {
  public:
    /// The weights are finite, and their columns whole groups of four. Magnitudes count as multiples of
    /// `unit`, a power of two that is no less than any of them.
    swap_gains(const formats::dense_matrix<float>& weights, double unit);

    /// Of every two groups the best swap, the first of equals, where its gain is above `least`; by decreasing
    /// gain, of equals by places. In single precision, and so good to some 1e-6 of the sums.
    std::vector<column_swap> best_swaps(float least) const;

    /// What a swap gains, in double precision.
    double exact_gain(std::uint32_t first, std::uint32_t second) const;

    /// Exchanges the columns of two places.
    void swap(std::uint32_t first, std::uint32_t second);
    /// After swaps, before gains are asked for again.
    void update();

    /// Which column of the weights stands at each place.
    const std::vector<std::uint32_t>& column() const { return column_; }

  private:
    using places = std::vector<std::uint32_t>;
    struct scored_swap {
        float gain;
        std::uint8_t swap;  ///< 4 x place in the first group + place in the second
    };

    const float* magnitudes(std::uint32_t place) const { return magnitudes_of(column_[place]); }
    const float* magnitudes_of(std::uint32_t column) const { return by_column_.data() + column * rows_; }
    double kept(const std::uint32_t* columns_of_group) const;
    void pack();
    void fill_second_largest(std::uint32_t place, float* to, std::size_t stride) const;
    void update(const std::uint32_t* first, std::uint32_t count);
    scored_swap best_swap(std::uint32_t a, std::uint32_t b) const;
    float sum(std::uint32_t place, std::uint32_t column) const {
        return sums_[std::size_t{place} * column_.size() + column];
    }

    std::size_t rows_;                   ///< padded with zeros to whole chunks
    std::vector<std::uint32_t> column_;  ///< by place
    std::vector<float> by_column_;       ///< magnitudes, column by column
    std::vector<float> panels_;          ///< the same, in panels of some columns, row by row
    std::vector<float> sums_;            ///< of max(q, x) - q over the rows: places x columns
    std::vector<scored_swap> best_;      ///< of every two groups, a < b, by a and then b
    places stale_;                       ///< places whose sums are to be computed
};

}  // namespace lacuna::patterns
