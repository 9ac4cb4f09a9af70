/// Are ratios A / B, and their means over the rows that they say?
#include "sim/reports/ratios.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/reports/sample_result.h"

namespace lacuna::reports::test {
namespace {

using texts = std::vector<std::string>;

row_pair pair_of(std::uint64_t a, std::uint64_t b, const std::string& name_b = "core",
                 const std::string& pattern = "as_is", std::uint32_t batch = 1) {
    row_pair pair{measured_row("eie", pattern, a), measured_row(name_b, pattern, b)};
    pair.a.batch = pair.b.batch = batch;
    return pair;
}

std::optional<double> ratio_of(const row_pair& pair, const std::string& name) {
    for (const compared_figure& figure : compared_figures())
        if (figure.ratio == name) return ratio(pair, figure);
    ADD_FAILURE() << name;
    return std::nullopt;
}

TEST(ratios, are_a_over_b) {
    row_pair pair = pair_of(3000, 1000);
    pair.b.measured->time_us = 2 * pair.a.measured->time_us;
    pair.b.measured->utilization = 0.25;
    pair.a.measured->energy = energy::bill{6, 0, 0, {}};
    pair.b.measured->energy = energy::bill{4, 0, 0, {}};
    EXPECT_EQ(ratio_of(pair, "cycles"), 3.0);
    EXPECT_EQ(ratio_of(pair, "time"), 0.5);
    EXPECT_EQ(ratio_of(pair, "utilization"), 3.0);
    EXPECT_EQ(ratio_of(pair, "energy"), 1.5);
}

TEST(ratios, of_what_is_missing_or_zero_there_are_none) {
    row_pair pair = pair_of(3000, 1000);
    EXPECT_EQ(ratio_of(pair, "energy"), std::nullopt);
    pair.a.measured->energy = energy::bill{6, 0, 0, {}};
    EXPECT_EQ(ratio_of(pair, "energy"), std::nullopt) << "of one side alone";
    pair.b.measured->energy = energy::bill{0, 0, 0, {}};
    EXPECT_EQ(ratio_of(pair, "energy"), std::nullopt);
    pair.a.measured->utilization = 0;
    EXPECT_EQ(ratio_of(pair, "utilization"), std::nullopt);
    EXPECT_EQ(ratio_of(pair_of(0, 1000), "cycles"), std::nullopt);
    pair.a.measured->time_us = std::numeric_limits<double>::max();
    pair.b.measured->time_us = 0.5;
    EXPECT_EQ(ratio_of(pair, "time"), std::nullopt) << "beyond what a number can hold";
    pair.a.measured.reset();
    for (const compared_figure& figure : compared_figures()) EXPECT_EQ(ratio(pair, figure), std::nullopt);
}

TEST(ratios, of_loads_leave_out_the_multipliers) {
    row_pair pair = pair_of(3000, 1000);
    pair.a.measured->macs_dense = 0;
    EXPECT_EQ(ratio_of(pair, "utilization"), std::nullopt);
    EXPECT_EQ(ratio_of(pair, "cycles"), 3.0);
}

TEST(geometric_mean, is_of_the_values_that_there_are) {
    EXPECT_EQ(geometric_mean_of({}).mean, std::nullopt);
    EXPECT_EQ(geometric_mean_of({std::nullopt}).values, 0u);
    EXPECT_EQ(geometric_mean_of({1.0, 1.0, 1.0}).mean, 1.0);
    const geometric_mean of = geometric_mean_of({2.0, std::nullopt, 8.0});
    EXPECT_EQ(of.values, 2u);
    EXPECT_DOUBLE_EQ(*of.mean, 4);
}

TEST(geometric_mean, of_many_small_values_does_not_vanish) {
    EXPECT_NEAR(*geometric_mean_of(std::vector<std::optional<double>>(1000, 1e-10)).mean, 1e-10, 1e-20);
}

TEST(geometric_mean, of_b_over_a_is_the_reciprocal) {
    const std::vector<std::optional<double>> values = {0.3, 7.0, 1.5, 0.01};
    std::vector<std::optional<double>> inverse;
    for (const auto& value : values) inverse.emplace_back(1 / *value);
    EXPECT_DOUBLE_EQ(*geometric_mean_of(values).mean * *geometric_mean_of(inverse).mean, 1);
}

/// "accelerator of A, of B, pattern, batch: pairs, mean ratio of the cycles"
texts described(const std::vector<mean_row>& means) {
    texts lines;
    for (const mean_row& m : means)
        lines.push_back(fmt::format("{}, {}, {}, {}: {}, {:.3f}", m.accelerator_a.value_or("*"),
                                    m.accelerator_b.value_or("*"), m.pattern.value_or("*"),
                                    m.batch ? std::to_string(*m.batch) : "*", m.pairs, *m.ratios[0].mean));
    return lines;
}

TEST(means, of_rows_of_one_sort_are_one) {
    comparison all;
    EXPECT_TRUE(mean_rows(all).empty());
    all.pairs = {pair_of(200, 100), pair_of(800, 100)};
    EXPECT_EQ(described(mean_rows(all)), texts{"*, *, *, *: 2, 4.000"});
}

TEST(means, stand_for_each_pattern_and_batch_and_for_all) {
    comparison all;
    all.pairs = {pair_of(200, 100), pair_of(800, 100, "core", "dense"), pair_of(200, 100),
                 pair_of(100, 100, "core", "dense", 8)};
    EXPECT_EQ(described(mean_rows(all)), (texts{"*, *, as_is, 1: 2, 2.000", "*, *, dense, 1: 1, 8.000",
                                                "*, *, dense, 8: 1, 1.000", "*, *, *, *: 4, 2.378"}));
}

TEST(means, stand_for_each_two_accelerators_and_within_them_for_each_pattern) {
    comparison all;
    all.pairs = {pair_of(200, 100, "x"), pair_of(400, 100, "y"), pair_of(800, 100, "x", "dense")};
    EXPECT_EQ(described(mean_rows(all)),
              (texts{"eie, x, as_is, 1: 1, 2.000", "eie, x, dense, 1: 1, 8.000", "eie, x, *, *: 2, 4.000",
                     "eie, y, *, *: 1, 4.000", "*, *, *, *: 3, 4.000"}));
}

TEST(means, are_of_rows_that_ran_on_both_and_count_what_each_ratio_is_of) {
    comparison all;
    all.pairs = {pair_of(200, 100),
                 pair_of(800, 100),
                 {measured_row("eie", "as_is", 5), row_that_does_not_fit("core", "as_is")}};
    all.pairs[0].a.measured->energy = energy::bill{6, 0, 0, {}};
    all.pairs[0].b.measured->energy = energy::bill{4, 0, 0, {}};
    const std::vector<mean_row> means = mean_rows(all);
    ASSERT_EQ(means.size(), 1u);
    EXPECT_EQ(means[0].pairs, 2u);
    EXPECT_EQ(means[0].ratios[0].values, 2u);
    EXPECT_EQ(means[0].ratios[2].values, 1u);
    EXPECT_DOUBLE_EQ(*means[0].ratios[2].mean, 1.5);
    all.pairs.erase(all.pairs.begin(), all.pairs.begin() + 2);
    EXPECT_TRUE(mean_rows(all).empty());
}

}  // namespace
}  // namespace lacuna::reports::test
