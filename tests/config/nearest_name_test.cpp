#include "sim/config/nearest_name.h"

#include <gtest/gtest.h>

#include <random>

namespace lacuna::config {
namespace {

TEST(nearest_name, near_name_is_offered) {
    EXPECT_EQ(nearest_name_hint("pess", {"clock_mhz", "pes"}), " (did you mean 'pes'?)");
    EXPECT_EQ(nearest_name_hint("clock_mzh", {"clock_mhz", "pes"}), " (did you mean 'clock_mhz'?)");
    EXPECT_EQ(nearest_name_hint("pes", {"pes"}), " (did you mean 'pes'?)");
}

TEST(nearest_name, without_a_near_name_the_known_ones_are_listed) {
    EXPECT_EQ(nearest_name_hint("colour", {"pes", "clock_mhz"}), "; known are: pes, clock_mhz");
    EXPECT_EQ(nearest_name_hint("colour", {}), "");
}

TEST(nearest_name, near_is_a_third_of_the_longer_name_and_at_least_one) {
    EXPECT_EQ(nearest_name("abcdef", {"abcdxx"}), "abcdxx");
    EXPECT_EQ(nearest_name("abcdef", {"abcxxx"}), std::nullopt);
    EXPECT_EQ(nearest_name("ab", {"ax"}), "ax");
    EXPECT_EQ(nearest_name("ab", {"xy"}), std::nullopt);
    EXPECT_EQ(nearest_name("abcd", {"abcdef"}), "abcdef");
    EXPECT_EQ(nearest_name("abc", {"abcdef"}), std::nullopt);
}

TEST(nearest_name, nearest_wins_and_the_first_of_equals) {
    EXPECT_EQ(nearest_name("weights", {"heights", "weight", "weightss"}), "heights");
    EXPECT_EQ(nearest_name("abcdef", {"abcdxx", "abcdex"}), "abcdex");
}

TEST(nearest_name, list_stops_after_a_dozen) {
    std::vector<std::string> names;
    for (char c = 'a'; c <= 'n'; ++c) names.emplace_back(3, c);
    EXPECT_EQ(nearest_name_hint("x", names),
              "; known are: aaa, bbb, ccc, ddd, eee, fff, ggg, hhh, iii, jjj, kkk, lll and 2 more");
}

TEST(nearest_name, very_long_name_is_near_nothing) {
    const std::string name(100'000, 'x');
    EXPECT_EQ(nearest_name(name, {name + "y"}), std::nullopt);
}

TEST(nearest_name, two_slips_in_a_name_of_nine_are_always_found) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random(seed);
        std::string name(9 + random() % 8, ' ');
        for (char& c : name) c = static_cast<char>('a' + random() % 13);
        std::string misspelt = name;
        for (int slip = 0; slip < 2; ++slip) {
            const std::size_t at = random() % misspelt.size();
            switch (random() % 3) {
                case 0:
                    misspelt.erase(at, 1);
                    break;
                case 1:
                    misspelt.insert(at, 1, 'z');
                    break;
                default:
                    misspelt[at] = 'z';
            }
        }
        EXPECT_EQ(nearest_name(misspelt, {"qqqqqqqqqqqq", name}), name) << misspelt;
    }
}

}  // namespace
}  // namespace lacuna::config
