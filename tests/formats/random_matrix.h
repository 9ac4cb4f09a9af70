/// Random small matrices for property tests.
#pragma once

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cstdint>

#include "sim/formats/coordinates.h"

namespace lacuna::formats {

class random_source {
  public:
    explicit random_source(std::uint32_t seed) : engine_(seed) {}
    /// A whole number from least to greatest.
    int operator()(int least, int greatest) {
        return boost::random::uniform_int_distribution<int>(least, greatest)(engine_);
    }

  private:
    boost::random::mt19937 engine_;
};

/// Up to `most_rows` x `most_columns`, both at least 0, of a random density, values `least` to `greatest`.
template <class Value>
coo<Value> random_matrix(random_source& random, int most_rows, int most_columns, int least, int greatest) {
    coo<Value> matrix;
    matrix.rows = static_cast<std::uint32_t>(random(0, most_rows));
    matrix.columns = static_cast<std::uint32_t>(random(0, most_columns));
    const int percent = random(0, 100);
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        for (std::uint32_t column = 0; column < matrix.columns; ++column) {
            if (random(1, 100) > percent) continue;
            matrix.row.push_back(row);
            matrix.column.push_back(column);
            matrix.value.push_back(static_cast<Value>(random(least, greatest)));
        }
    }
    return matrix;
}

}  // namespace lacuna::formats
