/// Small random matrices of whole numbers, so that ties are common and sums exact.
#pragma once

#include "sim/formats/dense_matrix.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::patterns {

inline formats::dense_matrix<float> random_weights(formats::random_source& random, std::uint32_t rows,
                                                   std::uint32_t columns, int greatest = 6) {
    formats::dense_matrix<float> weights = formats::zeros<float>(rows, columns);
    for (float& weight : weights.value) weight = static_cast<float>(random(-greatest, greatest));
    return weights;
}

inline std::uint32_t some(formats::random_source& random, int least, int most) {
    return static_cast<std::uint32_t>(random(least, most));
}

}  // namespace lacuna::patterns
