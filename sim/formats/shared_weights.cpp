#include "sim/formats/shared_weights.h"

#include <algorithm>
#include <boost/sort/pdqsort/pdqsort.hpp>
#include <cmath>
#include <limits>

#include "sim/config/input_error.h"
#include "sim/config/interruption.h"

namespace lacuna::formats {
namespace {

/// The weights up to `greatest` that the cluster below does not take share one value.
struct cluster {
    float greatest;
    float shared;
};

std::vector<float> sorted_non_zeros(const csc<float>& matrix) {
    std::vector<float> sorted;
    sorted.reserve(matrix.value.size());
    for (std::size_t i = 0; i < matrix.value.size(); ++i) {
        const float weight = matrix.value[i];
        if (!std::isfinite(weight)) {
            const auto after = std::upper_bound(matrix.column_begin.begin(), matrix.column_begin.end(), i);
            refuse("weight ({}, {}): {} cannot be shared, since it is not finite.", matrix.row[i],
                   after - matrix.column_begin.begin() - 1, weight);
        }
        if (weight != 0) sorted.push_back(weight);
    }
    boost::sort::pdqsort_branchless(sorted.begin(), sorted.end());
    return sorted;
}

/// One cluster a distinct value; stops at one more than `most`.
std::vector<cluster> distinct_values(const std::vector<float>& sorted, std::size_t most) {
    std::vector<cluster> distinct;
    for (std::size_t i = 0; i < sorted.size() && distinct.size() <= most; ++i)
        if (i == 0 || sorted[i] != sorted[i - 1]) distinct.push_back({sorted[i], sorted[i]});
    return distinct;
}

/// The value of least magnitude in a rising range that holds no zero.
float nearest_to_zero(const float* first, const float* last) {
    const float* positive = std::upper_bound(first, last, 0.0f);
    if (positive == last) return last[-1];
    if (positive == first) return *first;
    return *positive <= -positive[-1] ? *positive : positive[-1];
}

/// Lloyd's iteration over sorted values: a cluster is a range between two midpoints, its sum a difference of
/// prefix sums.
class k_means {
  public:
    k_means(const std::vector<float>& sorted, std::size_t clusters)
        : sorted_(sorted), sum_(sorted.size() + 1), centroid_(clusters), end_(clusters) {
        for (std::size_t i = 0; i < sorted.size(); ++i) sum_[i + 1] = sum_[i] + sorted[i];
        const double least = sorted.front(), greatest = sorted.back();
        for (std::size_t k = 0; k < clusters; ++k)
            centroid_[k] = clusters == 1 ? (least + greatest) / 2
                                         : least + (greatest - least) * static_cast<double>(k) /
                                                       static_cast<double>(clusters - 1);
    }

    std::vector<cluster> run(int rounds) {
        for (int round = 0; round < rounds && assign(); ++round) update();
        return clusters();
    }

  private:
    std::size_t begin(std::size_t k) const { return k == 0 ? 0 : end_[k - 1]; }

    /// Gives every value to the nearest centroid (the lower one of two equally near); whether a value moved.
    bool assign() {
        bool moved = false;
        for (std::size_t k = 0; k < centroid_.size(); ++k) {
            std::size_t end = sorted_.size();
            if (k + 1 < centroid_.size()) {
                const double midpoint = (centroid_[k] + centroid_[k + 1]) / 2;
                end = static_cast<std::size_t>(std::upper_bound(sorted_.begin(), sorted_.end(), midpoint) -
                                               sorted_.begin());
            }
            moved |= end != end_[k];
            end_[k] = end;
        }
        return moved;
    }

    /// Moves every centroid to the mean of its values. The clamp mends what cancellation in the prefix sums
    /// may lose. A cluster without values keeps its centroid, and may win some back.
    void update() {
        for (std::size_t k = 0; k < centroid_.size(); ++k) {
            if (begin(k) == end_[k]) continue;
            const double mean = (sum_[end_[k]] - sum_[begin(k)]) / static_cast<double>(end_[k] - begin(k));
            centroid_[k] = std::clamp<double>(mean, sorted_[begin(k)], sorted_[end_[k] - 1]);
        }
    }

    /// The clusters in use. Each shares a value between its own least and greatest one, so no two share the
    /// same; one whose mean is 0, which is code 0's, shares its value nearest to 0 instead.
    std::vector<cluster> clusters() const {
        std::vector<cluster> used;
        for (std::size_t k = 0; k < centroid_.size(); ++k) {
            if (begin(k) == end_[k]) continue;
            const float* first = sorted_.data() + begin(k);
            const float* last = sorted_.data() + end_[k];
            const float mean = static_cast<float>(centroid_[k]);
            used.push_back({last[-1], mean == 0 ? nearest_to_zero(first, last) : mean});
        }
        return used;
    }

    const std::vector<float>& sorted_;
    std::vector<double> sum_;       ///< of the values before a position
    std::vector<double> centroid_;  ///< rising
    std::vector<std::size_t> end_;  ///< of each cluster's range
};

std::vector<cluster> share(const std::vector<float>& sorted, std::size_t most) {
    std::vector<cluster> distinct = distinct_values(sorted, most);
    return distinct.size() <= most ? distinct : k_means(sorted, most).run(100);
}

/// 1 + the number of clusters that end below the weight, by a binary search of code_bits steps without
/// branches.
std::vector<std::uint8_t> classify(const std::vector<float>& weights, const std::vector<cluster>& clusters,
                                   int code_bits) {
    std::vector<float> greatest((std::size_t{1} << code_bits) - 1, std::numeric_limits<float>::infinity());
    for (std::size_t k = 0; k < clusters.size(); ++k) greatest[k] = clusters[k].greatest;
    std::vector<std::uint8_t> codes(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        unsigned below = 0;
        for (unsigned half = 1u << (code_bits - 1); half > 0; half /= 2)
            below += greatest[below + half - 1] < weights[i] ? half : 0;
        codes[i] = static_cast<std::uint8_t>(weights[i] == 0 ? 0 : below + 1);
    }
    return codes;
}

}  // namespace

shared_weights share_weights(const csc<float>& matrix, int code_bits) {
    if (code_bits < 1 || code_bits > 8)
        refuse("shared weights: codes of {} bits are not possible; 1 to 8 are.", code_bits);
    check(matrix);
    const std::vector<float> sorted = sorted_non_zeros(matrix);
    give_up_if_stopped();
    const std::vector<cluster> clusters = share(sorted, (std::size_t{1} << code_bits) - 1);
    shared_weights shared{{matrix.rows, matrix.columns, matrix.column_begin, matrix.row, {}}, {0}};
    shared.codes.value = classify(matrix.value, clusters, code_bits);
    for (const cluster& each : clusters) shared.codebook.push_back(each.shared);
    return shared;
}

csc<float> shared_values(const shared_weights& weights) {
    const csc<std::uint8_t>& codes = weights.codes;
    csc<float> values{codes.rows, codes.columns, codes.column_begin, codes.row, {}};
    values.value.reserve(codes.value.size());
    for (std::size_t i = 0; i < codes.value.size(); ++i) {
        if (codes.value[i] >= weights.codebook.size())
            refuse("shared weights, entry {}: code {} is outside the codebook of {} values.", i,
                   codes.value[i], weights.codebook.size());
        values.value.push_back(weights.codebook[codes.value[i]]);
    }
    return values;
}

}  // namespace lacuna::formats
