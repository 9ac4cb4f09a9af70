/// Do the rows have the coefficient of variation that is asked for, as nearly as whole numbers allow?
#include "sim/layers/skewed_loads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <cmath>
#include <functional>
#include <numeric>

#include "sim/patterns/load.h"
#include "tests/config/sentence.h"

namespace lacuna::layers {
namespace {

using loads = std::vector<std::uint32_t>;

double variation_of(const loads& load) {
    return patterns::coefficient_of_variation({load.begin(), load.end()});
}

std::uint64_t sum_of(const loads& load) {
    return std::accumulate(load.begin(), load.end(), std::uint64_t{0});
}

/// The sum of squares nearest to `wanted` that any loads have, by trying all of them.
double nearest_squares(std::uint32_t rows, std::uint32_t columns, std::uint64_t total, double wanted) {
    double nearest = 1e300;
    std::function<void(std::uint32_t, std::uint64_t, std::uint64_t, double)> choose =
        [&](std::uint32_t row, std::uint64_t most, std::uint64_t left, double squares) {
            if (row == rows) {
                if (left == 0 && std::abs(squares - wanted) < std::abs(nearest - wanted)) nearest = squares;
                return;
            }
            for (std::uint64_t load = 0; load <= std::min(most, left); ++load)
                choose(row + 1, load, left - load, squares + static_cast<double>(load * load));
        };
    choose(0, columns, total, 0);
    return nearest;
}

TEST(skewed_loads, they_sum_to_the_total_fit_the_columns_and_reach_the_variation) {
    const std::uint32_t seed = 20;
    SCOPED_TRACE(seed);
    boost::random::mt19937 random(seed);
    const auto number = [&](std::uint32_t least, std::uint32_t most) {
        return boost::random::uniform_int_distribution<std::uint32_t>(least, most)(random);
    };
    for (int trial = 0; trial < 60; ++trial) {
        const std::uint32_t rows = number(20, 300), columns = number(16, 400);
        const std::uint64_t total = number(rows * 4, rows * columns - 1);
        const double greatest = greatest_variation(rows, columns, total);
        const double wanted = boost::random::uniform_real_distribution<double>(0.2, 1)(random) * greatest;
        const loads load = skewed_loads(rows, columns, total, wanted, number(0, 1000));
        SCOPED_TRACE(testing::Message() << rows << " x " << columns << ", " << total << " at " << wanted);
        ASSERT_EQ(load.size(), rows);
        EXPECT_EQ(sum_of(load), total);
        EXPECT_LE(*std::max_element(load.begin(), load.end()), columns);
        // To move a single non-zero changes the sum of squares by 2 at least, and by more where few rows are
        // neither full nor empty.
        const double mean = static_cast<double>(total) / rows;
        const double squares = mean * mean * rows;
        EXPECT_NEAR(squares * variation_of(load) * variation_of(load), squares * wanted * wanted, 8);
    }
}

TEST(skewed_loads, of_few_rows_they_are_nearly_the_best_of_all_loads) {
    for (const std::uint64_t total : {5u, 9u, 14u, 20u}) {
        const double greatest = greatest_variation(5, 6, total);
        for (int step = 0; step <= 10; ++step) {
            const double wanted = greatest * step / 10;
            const double mean = static_cast<double>(total) / 5;
            const double squares = mean * mean * 5 * (1 + wanted * wanted);
            const loads load = skewed_loads(5, 6, total, wanted, 1);
            double reached = 0;
            for (const std::uint32_t each : load) reached += each * each;
            // Single moves may end in a state that only two moves at once would better.
            EXPECT_LE(std::abs(reached - squares),
                      std::abs(nearest_squares(5, 6, total, squares) - squares) + 4)
                << total << " at " << wanted;
        }
    }
}

TEST(skewed_loads, none_and_the_greatest_variation_are_both_reached) {
    EXPECT_EQ(skewed_loads(4, 8, 12, 0, 1), (loads{3, 3, 3, 3}));
    EXPECT_EQ(variation_of(skewed_loads(5, 8, 12, 0, 1)), variation_of({2, 2, 2, 3, 3}));
    loads fullest = skewed_loads(5, 8, 18, greatest_variation(5, 8, 18), 1);
    std::sort(fullest.begin(), fullest.end());
    EXPECT_EQ(fullest, (loads{0, 0, 2, 8, 8}));
    EXPECT_EQ(skewed_loads(3, 4, 0, 0, 1), (loads{0, 0, 0}));
    EXPECT_EQ(skewed_loads(3, 4, 12, 0, 1), (loads{4, 4, 4}));
}

TEST(skewed_loads, what_cannot_be_reached_is_refused_with_the_most_that_can) {
    EXPECT_EQ(config::sentence_of([] { skewed_loads(64, 256, 1638, 3, 1); }),
              "a coefficient of variation of 3 cannot be reached: 1638 non-zeros in 64 rows of 256 columns "
              "reach 2.9373 at most");
    EXPECT_NO_THROW(skewed_loads(64, 256, 1638, 2.9373, 1));
    EXPECT_EQ(config::sentence_of([] { skewed_loads(2, 2, 5, 0, 1); }),
              "2 x 2 weights cannot have 5 non-zeros");
    EXPECT_EQ(config::sentence_of([] { skewed_loads(2, 2, 3, -0.5, 1); }),
              "a coefficient of variation is 0 or more, but -0.5 is asked for");
    EXPECT_EQ(config::sentence_of([] { skewed_loads(2, 2, 3, std::nan(""), 1); }),
              "a coefficient of variation is 0 or more, but nan is asked for");
}

TEST(skewed_loads, the_seed_decides_which_rows_are_full) {
    const loads once = skewed_loads(100, 50, 1000, 0.7, 4);
    EXPECT_EQ(skewed_loads(100, 50, 1000, 0.7, 4), once);
    EXPECT_NE(skewed_loads(100, 50, 1000, 0.7, 5), once);
}

TEST(generated_rows, they_have_their_loads_and_no_zero) {
    const loads load = {0, 3, 8, 1};
    const formats::csr<float> matrix = generate_rows(load, 8, distribution::uniform, 3);
    EXPECT_NO_THROW(formats::check(matrix));
    for (std::size_t row = 0; row < load.size(); ++row)
        EXPECT_EQ(matrix.row_begin[row + 1] - matrix.row_begin[row], load[row]);
    for (const float value : matrix.value) {
        EXPECT_NE(value, 0);
        EXPECT_LE(std::abs(value), 1);
    }
    EXPECT_EQ(generate_rows(load, 8, distribution::uniform, 3), matrix);
    EXPECT_EQ(config::sentence_of([] { generate_rows({9}, 8, distribution::normal, 1); }),
              "a row of 8 columns cannot have 9 non-zeros");
}

TEST(generated_rows, every_column_is_chosen_about_equally_often) {
    const formats::csr<float> matrix = generate_rows(loads(4000, 5), 20, distribution::normal, 9);
    std::vector<int> count(20, 0);
    for (const std::uint32_t column : matrix.column) ++count[column];
    for (const int each : count) EXPECT_NEAR(each, 1000, 150);  // five standard deviations
}

}  // namespace
}  // namespace lacuna::layers
