/// Does what goes into a stage of several cycles come out as many edges later, and nothing else?
#include "sim/kernel/delay_line.h"

#include <gtest/gtest.h>

namespace lacuna::kernel {
namespace {

/// What comes out at each edge while values go in, 0 for a bubble on either side.
std::vector<int> through(delay_line<int>& line, const std::vector<int>& in) {
    std::vector<int> out;
    for (const int value : in) {
        const int* leaving = line.shift(value == 0 ? nullptr : &value);
        out.push_back(leaving == nullptr ? 0 : *leaving);
    }
    return out;
}

TEST(delay_line, values_and_bubbles_come_out_in_order) {
    delay_line<int> line(3);
    EXPECT_EQ(through(line, {1, 2, 0, 0, 3, 0, 0, 0, 0}), (std::vector<int>{0, 0, 0, 1, 2, 0, 0, 3, 0}));
}

TEST(delay_line, no_delay_passes_at_once) {
    delay_line<int> line(0);
    EXPECT_EQ(through(line, {1, 0, 2}), (std::vector<int>{1, 0, 2}));
    EXPECT_FALSE(line.holds());
}

TEST(delay_line, a_pause_while_it_is_empty_changes_nothing) {
    delay_line<int> line(2);
    EXPECT_EQ(through(line, {0, 0, 0, 0, 0, 7, 8, 0, 0, 0}),
              (std::vector<int>{0, 0, 0, 0, 0, 0, 0, 7, 8, 0}));
}

TEST(delay_line, holds_until_the_last_value_has_come_out) {
    delay_line<int> line(2);
    const int value = 5;
    line.shift(&value);
    EXPECT_TRUE(line.holds());
    line.shift(nullptr);
    EXPECT_TRUE(line.holds());
    ASSERT_NE(line.shift(nullptr), nullptr);
    EXPECT_FALSE(line.holds());
}

TEST(delay_line, forgets_what_it_is_told_to) {
    delay_line<int> line(2);
    const int value = 5;
    line.shift(&value);
    line.clear();
    EXPECT_FALSE(line.holds());
    EXPECT_EQ(through(line, {0, 0, 0, 6, 0, 0}), (std::vector<int>{0, 0, 0, 0, 0, 6}));
}

}  // namespace
}  // namespace lacuna::kernel
