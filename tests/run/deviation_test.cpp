/// Is the distance between two sets of outputs the one that a pencil finds?
#include "sim/run/deviation.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lacuna::run {
namespace {

TEST(deviation, of_two_vectors_by_hand) {
    // Differences 0, -0.5 and 0, 1; squares of the outputs 1 + 6.25 + 4 + 9.
    const reports::deviation found = deviation_of({{1, 2}, {2, 4}}, {{1, 2.5f}, {2, 3}});
    EXPECT_EQ(found.largest, 1);
    EXPECT_EQ(found.root_mean_square, std::sqrt(1.25 / 4));
    ASSERT_TRUE(found.relative);
    EXPECT_EQ(*found.relative, std::sqrt(1.25 / 20.25));
    EXPECT_EQ(found.same_largest_output, 1);
}

TEST(deviation, the_largest_is_a_magnitude) {
    EXPECT_EQ(deviation_of({{-3, 1}}, {{-1, 0}}).largest, 2);
    EXPECT_EQ(deviation_of({{1, 1}}, {{-1, 0}}).largest, 2);
}

TEST(deviation, equal_outputs_have_none) {
    const reports::deviation found = deviation_of({{1, -2, 3}}, {{1, -2, 3}});
    EXPECT_EQ(found.largest, 0);
    EXPECT_EQ(found.root_mean_square, 0);
    EXPECT_EQ(found.relative, 0.0);
    EXPECT_EQ(found.same_largest_output, 1);
}

TEST(deviation, outputs_that_are_all_0_have_no_relative_one) {
    const reports::deviation zeros = deviation_of({{0, 0}, {0, 0}}, {{0, 0}, {0, 0}});
    EXPECT_EQ(zeros.largest, 0);
    EXPECT_EQ(zeros.root_mean_square, 0);
    EXPECT_FALSE(zeros.relative);
    EXPECT_EQ(zeros.same_largest_output, 1);
    const reports::deviation against_zeros = deviation_of({{0, 2}}, {{0, 0}});
    EXPECT_EQ(against_zeros.largest, 2);
    EXPECT_EQ(against_zeros.root_mean_square, std::sqrt(2.0));
    EXPECT_FALSE(against_zeros.relative);
    EXPECT_EQ(against_zeros.same_largest_output, 0);
}

TEST(deviation, the_share_of_vectors_with_the_same_largest_output) {
    // The second vector differs, and in the third two equal ones stand for the first of them.
    EXPECT_EQ(deviation_of({{5, 1, 2}, {1, 5, 2}, {3, 3, 1}, {-1, -2, -3}},
                           {{4, 1, 2}, {1, 2, 5}, {4, 3, 1}, {-1, -4, -9}})
                  .same_largest_output,
              0.75);
    EXPECT_EQ(deviation_of({{3, 3, 1}}, {{3, 4, 1}}).same_largest_output, 0);
}

TEST(deviation, differences_too_small_for_float_are_summed_in_double) {
    const float huge = 16777216;  // 2^24: in float, huge x huge + 1 is huge x huge
    const reports::deviation found = deviation_of({{huge, 1}}, {{huge, 0}});
    EXPECT_EQ(found.root_mean_square, std::sqrt(0.5));
    EXPECT_EQ(found.relative, 1 / 16777216.0);
}

}  // namespace
}  // namespace lacuna::run
