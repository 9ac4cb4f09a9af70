/// Do s4 and u4 hold 16 numbers each, and saturate beyond them?
#include "sim/formats/int4.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lacuna::formats {
namespace {

TEST(int4, numbers_beyond_the_range_become_its_ends) {
    for (int value = -300; value <= 300; ++value) {
        EXPECT_EQ(static_cast<int>(s4(value)), std::min(std::max(value, -8), 7));
        EXPECT_EQ(static_cast<int>(u4(value)), std::min(std::max(value, 0), 15));
    }
}

TEST(int4, the_four_bits_are_twos_complement_of_s4_and_the_number_of_u4) {
    const int signed_values[16] = {0, 1, 2, 3, 4, 5, 6, 7, -8, -7, -6, -5, -4, -3, -2, -1};
    for (unsigned bits = 0; bits < 16; ++bits) {
        EXPECT_EQ(static_cast<int>(s4::from_bits(bits)), signed_values[bits]);
        EXPECT_EQ(static_cast<int>(u4::from_bits(bits)), static_cast<int>(bits));
        EXPECT_EQ(s4::from_bits(bits).bits(), bits);
        EXPECT_EQ(u4::from_bits(bits).bits(), bits);
        EXPECT_EQ(s4::from_bits(bits | 0xabc0), s4::from_bits(bits));
    }
    EXPECT_EQ(static_cast<int>(s4()), 0);
    EXPECT_TRUE(s4(3) != s4(4));
}

}  // namespace
}  // namespace lacuna::formats
