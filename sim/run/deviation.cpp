#include "sim/run/deviation.h"

#include <algorithm>
#include <cmath>
#include <variant>

namespace lacuna::run {

bool deviates(const numerics& how) {
    const auto* in_order = std::get_if<formats::arithmetic>(&how);
    return in_order == nullptr || in_order->is_fixed_point();
}

reports::deviation deviation_of(const layers::outputs& computed, const layers::outputs& in_float) {
    reports::deviation result;
    double squares = 0;
    double squares_of_difference = 0;
    std::size_t outputs = 0;
    std::size_t agreeing = 0;
    for (std::size_t v = 0; v < in_float.size(); ++v) {
        const std::vector<float>& a = computed[v];
        const std::vector<float>& b = in_float[v];
        for (std::size_t i = 0; i < b.size(); ++i) {
            const double difference = double{a[i]} - double{b[i]};
            result.largest = std::max(result.largest, std::abs(difference));
            squares_of_difference += difference * difference;
            squares += double{b[i]} * double{b[i]};
        }
        outputs += b.size();
        agreeing += std::max_element(a.begin(), a.end()) - a.begin() ==
                    std::max_element(b.begin(), b.end()) - b.begin();
    }
    result.root_mean_square = std::sqrt(squares_of_difference / static_cast<double>(outputs));
    if (squares > 0) result.relative = std::sqrt(squares_of_difference / squares);
    result.same_largest_output = static_cast<double>(agreeing) / static_cast<double>(in_float.size());
    return result;
}

}  // namespace lacuna::run
