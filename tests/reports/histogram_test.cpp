/// Do bins count every number once, and do bars show them?
#include "sim/reports/histogram.h"

#include <gtest/gtest.h>

#include <boost/random/mersenne_twister.hpp>
#include <numeric>

namespace lacuna::reports {
namespace {

using bins = std::vector<histogram_bin>;

TEST(histogram, few_numbers_have_a_bin_each) {
    EXPECT_EQ(histogram({3, 5, 3, 4}), (bins{{3, 3, 2}, {4, 4, 1}, {5, 5, 1}}));
    EXPECT_EQ(histogram({7, 7}), (bins{{7, 7, 2}}));
    EXPECT_EQ(histogram({}), bins{});
}

TEST(histogram, a_dozen_numbers_fit_and_thirteen_take_wider_bins) {
    std::vector<std::uint64_t> numbers(12);
    std::iota(numbers.begin(), numbers.end(), 10);
    EXPECT_EQ(histogram(numbers).size(), 12u);
    numbers.push_back(22);
    EXPECT_EQ(
        histogram(numbers),
        (bins{{10, 11, 2}, {12, 13, 2}, {14, 15, 2}, {16, 17, 2}, {18, 19, 2}, {20, 21, 2}, {22, 23, 1}}));
}

TEST(histogram, bins_begin_at_multiples_of_round_widths_and_empty_ones_stay) {
    EXPECT_EQ(histogram({21, 95, 24}), (bins{{20, 29, 2},
                                             {30, 39, 0},
                                             {40, 49, 0},
                                             {50, 59, 0},
                                             {60, 69, 0},
                                             {70, 79, 0},
                                             {80, 89, 0},
                                             {90, 99, 1}}));
}

TEST(histogram, every_number_is_in_the_one_bin_that_names_it) {
    const std::uint32_t seed = testing::UnitTest::GetInstance()->random_seed() + 23u;
    SCOPED_TRACE("seed " + std::to_string(seed));
    boost::random::mt19937 random(seed);
    for (int i = 0; i < 200; ++i) {
        std::vector<std::uint64_t> numbers(random() % 50 + 1);
        const std::uint64_t most = std::uint64_t{1} << random() % 40;
        for (std::uint64_t& number : numbers) number = random() * std::uint64_t{977} % most;
        const bins all = histogram(numbers);
        ASSERT_LE(all.size(), 12u);
        std::uint64_t next = all.front().first;
        for (const histogram_bin& bin : all) {
            EXPECT_EQ(bin.first, next);
            next = bin.last + 1;
            std::uint64_t count = 0;
            for (const std::uint64_t number : numbers) count += bin.first <= number && number <= bin.last;
            EXPECT_EQ(bin.count, count);
        }
        EXPECT_NE(all.front().count, 0u);
        EXPECT_NE(all.back().count, 0u);
    }
}

TEST(histogram, bars_are_as_long_as_their_bins_are_full) {
    EXPECT_EQ(bars({{0, 999, 4}, {1000, 1999, 0}, {2000, 2999, 1000}}, "load", "rows", 10),
              (std::vector<std::string>{"         load   rows            ",  //
                                        "      0 - 999      4  #         ",  //
                                        "1,000 - 1,999      0            ",  //
                                        "2,000 - 2,999  1,000  ##########"}));
}

TEST(histogram, blocks_stand_side_by_side_without_trailing_blanks) {
    EXPECT_EQ(side_by_side({{"ab", "c "}, {"d "}, {"e", "f", "g"}}, " "), "ab d  e\nc     f\n      g\n");
    EXPECT_EQ(side_by_side({{"a ", "b "}, {"  "}}, "|"), "a |\nb |\n");
    EXPECT_EQ(side_by_side({}, " "), "");
}

}  // namespace
}  // namespace lacuna::reports
