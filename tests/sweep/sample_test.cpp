#include "sim/sweep/space/sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/config/sentence.h"
#include "tests/sweep/space_text.h"

namespace lacuna::sweep {
namespace {

using config::sentence_of;
using points = std::vector<std::uint64_t>;

/// Two parameters a and b of the values 0 to n-1, and the rest of the section.
space square(int n, const std::string& rest) {
    std::string text = "parameters:\n";
    for (const char* const name : {"a", "b"})
        text += fmt::format("  {0}: {{key: {0}, linear: {{from: 0, to: {1}, step: 1}}}}\n", name, n - 1);
    return space_of(text + rest);
}

bool ascends(const points& all) {
    return std::adjacent_find(all.begin(), all.end(), std::greater_equal<>()) == all.end();
}

TEST(random_sample, draws_the_same_points_for_the_same_seed) {
    const points small = points_of(square(100, "sample: {random: 5, seed: 7}"));
    EXPECT_EQ(small, (points{1039, 1232, 1289, 4335, 8571}));
    EXPECT_EQ(small, points_of(square(100, "sample: {random: 5, seed: 7}")));
    EXPECT_NE(small, points_of(square(100, "sample: {random: 5, seed: 8}")));
    EXPECT_EQ(points_of(square(100000, "sample: {random: 5, seed: 7}")),
              (points{327741615, 2312822158, 3349725721, 4200432988, 7402226583}));
}

TEST(random_sample, draws_different_points_that_conditions_allow) {
    for (const int n : {40, 2000}) {  // gone through, drawn from
        const space all = square(n, "where: [a < 10, (a + b) % 2 = 0]\nsample: {random: 150, seed: 1}");
        const points drawn = points_of(all);
        EXPECT_EQ(drawn.size(), 150u);
        EXPECT_EQ(all.count(), 150u);
        EXPECT_EQ(all.dropped(), 0u);
        EXPECT_TRUE(ascends(drawn));
        for (const std::uint64_t point : drawn) {
            const std::vector<std::size_t> at = all.indices_of(point);
            EXPECT_TRUE(at[0] < 10 && (at[0] + at[1]) % 2 == 0);
        }
    }
}

TEST(random_sample, draws_every_point_as_often) {
    std::map<std::uint64_t, int> times;
    for (int seed = 0; seed < 600; ++seed) {
        for (const std::uint64_t point :
             points_of(square(4, fmt::format("where: [a <> b]\nsample: {{random: 3, seed: {}}}", seed))))
            ++times[point];
    }
    EXPECT_EQ(times.size(), 12u);
    for (const auto& [point, count] : times) {  // 150 expected, with a standard deviation of 11
        EXPECT_GT(count, 100) << point;
        EXPECT_LT(count, 200) << point;
    }
}

TEST(random_sample, can_draw_the_whole_grid) {
    EXPECT_EQ(points_of(square(10, "sample: {random: 100, seed: 3}")).size(), 100u);
    EXPECT_EQ(points_of(square(10, "where: a < b\nsample: {random: 45, seed: 3}")).size(), 45u);
}

TEST(random_sample, says_when_there_are_too_few_points) {
    const auto refusal = [](int n, const std::string& rest) { return sentence_of([&] { square(n, rest); }); };
    EXPECT_EQ(refusal(10, "sample: {random: 101, seed: 3}"),
              "f.yaml:4: 101 different points are to be drawn, but the grid has 100.");
    EXPECT_EQ(refusal(10, "where: a < b\nsample: {random: 46, seed: 3}"),
              "f.yaml:5: 46 different points are to be drawn, but the conditions allow 45.");
    EXPECT_EQ(
        refusal(2000, "where: a + b < 1\nsample: {random: 2, seed: 3}"),
        "f.yaml:5: 2 different points are to be drawn, but 1002000 draws found only 0; the conditions allow "
        "too few of the 4000000 points of the grid.");
}

TEST(latin_hypercube, takes_each_value_of_each_axis_once_where_there_are_as_many) {
    for (int seed = 0; seed < 20; ++seed) {
        const space all = square(50, fmt::format("sample: {{latin_hypercube: 50, seed: {}}}", seed));
        std::set<std::size_t> of_a, of_b;
        for (const std::uint64_t point : points_of(all)) {
            of_a.insert(all.indices_of(point)[0]);
            of_b.insert(all.indices_of(point)[1]);
        }
        EXPECT_EQ(of_a.size(), 50u) << "seed " << seed;
        EXPECT_EQ(of_b.size(), 50u) << "seed " << seed;
        EXPECT_EQ(all.dropped(), 0u);
    }
}

TEST(latin_hypercube, lies_in_each_stratum_of_each_axis_once) {
    for (const int n : {1000, 1024, 7}) {  // more values than points, and not a multiple of them
        const int wanted = std::min(n, 100) == 7 ? 3 : 100;
        const space all = square(n, fmt::format("sample: {{latin_hypercube: {}, seed: 5}}", wanted));
        const points drawn = points_of(all);
        EXPECT_TRUE(ascends(drawn));
        ASSERT_EQ(drawn.size(), static_cast<std::size_t>(wanted));
        for (const std::size_t axis : {0, 1}) {
            std::vector<std::size_t> values;
            for (const std::uint64_t point : drawn) values.push_back(all.indices_of(point)[axis]);
            std::sort(values.begin(), values.end());
            for (std::size_t stratum = 0; stratum < values.size(); ++stratum) {
                EXPECT_GE(values[stratum], stratum * n / wanted);
                EXPECT_LE(values[stratum], ((stratum + 1) * n - 1) / wanted);
            }
        }
    }
}

TEST(latin_hypercube, takes_each_of_few_values_as_often) {
    const space all = space_of(
        "parameters:\n  a: {key: a, values: [1, 2, 3]}\n"
        "  b: {key: b, linear: {from: 1, to: 3000, step: 1}}\n"
        "sample: {latin_hypercube: 300, seed: 2}\n");
    std::map<std::size_t, int> times;
    for (const std::uint64_t point : points_of(all)) ++times[all.indices_of(point)[0]];
    EXPECT_EQ(times, (std::map<std::size_t, int>{{0, 100}, {1, 100}, {2, 100}}));
}

TEST(latin_hypercube, drops_what_conditions_forbid_and_what_comes_twice) {
    const space half = square(64, "where: a < 32\nsample: {latin_hypercube: 64, seed: 5}");
    EXPECT_EQ(half.dropped(), 32u);
    EXPECT_EQ(half.count(), 32u);
    EXPECT_EQ(points_of(half).size(), 32u);
    const space few = square(2, "sample: {latin_hypercube: 100, seed: 5}");
    EXPECT_EQ(few.count(), 4u);
    EXPECT_EQ(few.dropped(), 96u);
    EXPECT_EQ(sentence_of([&] { square(8, "where: a > 8\nsample: {latin_hypercube: 5, seed: 5}"); }),
              "f.yaml:5: the conditions allow none of the 5 points drawn.");
}

TEST(latin_hypercube, draws_the_same_points_for_the_same_seed) {
    const points drawn = points_of(square(1000, "sample: {latin_hypercube: 5, seed: 7}"));
    EXPECT_EQ(drawn, (points{195203, 287617, 544083, 795814, 891453}));
    EXPECT_NE(drawn, points_of(square(1000, "sample: {latin_hypercube: 5, seed: 8}")));
}

TEST(sample, is_one_of_three) {
    const auto refusal = [](const std::string& rest) { return sentence_of([&] { square(3, rest); }); };
    EXPECT_EQ(
        refusal("sample: all"),
        "f.yaml:4: sample must be 'grid', {random: POINTS, seed: SEED} or {latin_hypercube: POINTS, seed: "
        "SEED}, but is 'all'.");
    EXPECT_EQ(refusal("sample: {seed: 1}"), "f.yaml:4: a sample needs either 'random' or 'latin_hypercube'.");
    EXPECT_EQ(refusal("sample: {random: 1, latin_hypercube: 1, seed: 1}"),
              "f.yaml:4: a sample needs either 'random' or 'latin_hypercube', and not both.");
    EXPECT_EQ(refusal("sample: {random: 1}"), "f.yaml:4: a sample needs the key 'seed'.");
    EXPECT_EQ(refusal("sample: {random: 0, seed: 1}"),
              "f.yaml:4: sample.random must be an integer (1 to 10000000), but is '0'.");
    EXPECT_EQ(refusal("sample: {random: 1, seed: -1}"),
              "f.yaml:4: sample.seed must be an integer (0 to 4294967295), but is '-1'.");
    EXPECT_EQ(refusal("sample: {randon: 1, seed: 1}"),
              "f.yaml:4: a sample has no key 'randon' (did you mean 'random'?).");
}

}  // namespace
}  // namespace lacuna::sweep
