#include "sim/sweep/reports/non_dominated.h"

#include <gtest/gtest.h>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <limits>

using namespace lacuna::sweep;

namespace {

bool dominates(const coordinates& a, const coordinates& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i] > b[i]) return false;
    return a != b;
}

std::vector<std::size_t> by_comparing_all(const std::vector<coordinates>& points) {
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < points.size(); ++i) {
        bool beaten = false;
        for (const coordinates& other : points) beaten = beaten || dominates(other, points[i]);
        if (!beaten) left.push_back(i);
    }
    return left;
}

/// Small integers, so that coordinates and whole points are often equal; on a plane of equal sums, so that
/// the front is long, where `opposed`.
std::vector<coordinates> random_points(boost::random::mt19937& random, std::size_t number,
                                       std::size_t dimensions, int most, bool opposed) {
    std::vector<coordinates> all(number, coordinates(dimensions));
    boost::random::uniform_int_distribution<int> any(0, most);
    for (coordinates& each : all) {
        double sum = 0;
        for (double& coordinate : each) sum += coordinate = any(random);
        if (opposed) each.back() = -(sum - each.back()) + any(random) % 2;
    }
    return all;
}

}  // namespace

TEST(non_dominated, is_what_comparing_all_with_all_leaves) {
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        boost::random::mt19937 random(seed);
        const std::size_t dimensions = 1 + seed % 6;
        const int most = seed % 3 == 0 ? 4 : seed % 3 == 1 ? 40 : 100000;
        const auto points = random_points(random, 20 * seed, dimensions, most, seed % 2 == 0);
        EXPECT_EQ(non_dominated(points), by_comparing_all(points));
    }
}

TEST(non_dominated, keeps_all_of_several_equal_points) {
    EXPECT_EQ(non_dominated({{1, 2}, {2, 1}, {1, 2}, {2, 2}}), (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_EQ(non_dominated({{3}, {1}, {1}}), (std::vector<std::size_t>{1, 2}));
}

TEST(non_dominated, takes_both_zeros_for_one_and_infinity_for_a_value) {
    constexpr double most = std::numeric_limits<double>::infinity();
    EXPECT_EQ(non_dominated({{0.0, 1}, {-0.0, 1}}), (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(non_dominated({{1, most, most}, {2, most, most}}), (std::vector<std::size_t>{0}));
}

TEST(non_dominated, of_nothing_is_nothing) {
    EXPECT_TRUE(non_dominated({}).empty());
}

TEST(non_dominated, finds_a_long_front_of_many_points_in_a_moment) {
    boost::random::mt19937 random(1);
    const auto points = random_points(random, 20000, 4, 1000000, true);
    EXPECT_GT(non_dominated(points).size(), 10000u);
}
