/// Does N:M keep, of every group, what the best pattern of N would keep?
#include "sim/patterns/n_of_m.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/formats/dense_and_sparse.h"
#include "sim/patterns/structured.h"
#include "tests/config/sentence.h"
#include "tests/patterns/random_weights.h"

namespace lacuna::patterns {
namespace {

using bits = std::vector<std::uint8_t>;
using formats::dense_matrix;

bits mask_at(const std::vector<float>& row, const n_of_m& rule) {
    const auto columns = static_cast<std::uint32_t>(row.size());
    return n_of_m_mask({1, columns, row}, rule, columns).value;
}

/// All patterns of a group in lexicographic order of the positions kept; the first of the greatest norm. A
/// group of fewer weights is padded with zeros.
bits best_pattern(std::vector<float> group, const n_of_m& rule) {
    const std::size_t width = group.size();
    group.resize(rule.m);
    const std::size_t part = rule.pairs ? 2 : 1;
    bits parts(rule.m / part);  // ones first: going down from here is the lexicographic order of positions
    std::fill_n(parts.begin(), rule.n / part, std::uint8_t{1});
    bits best;
    double greatest = -1;
    do {
        double norm = 0;
        for (std::size_t i = 0; i < rule.m; ++i)
            if (parts[i / part]) norm += std::abs(group[i]);
        if (norm > greatest) {
            greatest = norm;
            best.clear();
            for (std::size_t i = 0; i < width; ++i) best.push_back(parts[i / part]);
        }
    } while (std::prev_permutation(parts.begin(), parts.end()));
    return best;
}

TEST(n_of_m, the_largest_of_each_group_stay_and_of_equals_the_first) {
    EXPECT_EQ(mask_at({1, -4, 3, 2, /**/ 0, 0, 0, 1}, {2, 4}), (bits{0, 1, 1, 0, 1, 0, 0, 1}));
    EXPECT_EQ(mask_at({2, -2, 2, 2}, {2, 4}), (bits{1, 1, 0, 0}));
    EXPECT_EQ(mask_at({1, 2, 2, 2}, {2, 4}), (bits{0, 1, 1, 0}));
    EXPECT_EQ(mask_at({0, 0, 0, 0}, {2, 4}), (bits{1, 1, 0, 0}));
    EXPECT_EQ(mask_at({1, -1, 2, 3}, {1, 2}), (bits{1, 0, 0, 1}));
    EXPECT_EQ(mask_at({1, 5, 2, 3, 4, 6, 0, 0}, {2, 8}), (bits{0, 1, 0, 0, 0, 1, 0, 0}));
}

TEST(n_of_m, pairs_stay_together_and_their_magnitudes_add_up) {
    EXPECT_EQ(mask_at({9, 0, 5, 5, 1, 1, -4, 6}, {4, 8, true}), (bits{0, 0, 1, 1, 0, 0, 1, 1}));
    EXPECT_EQ(mask_at({1, 1, 2, 0, 0, -2, 1, -1}, {4, 8, true}), (bits{1, 1, 1, 1, 0, 0, 0, 0}));
}

TEST(n_of_m, groups_start_anew_with_every_segment_and_its_last_may_be_shorter) {
    const dense_matrix<float> weights = {1, 12, {1, 2, 3, 4, 5, 6, /**/ 6, 5, 4, 3, 2, 1}};
    EXPECT_EQ(n_of_m_mask(weights, {2, 4}, 6).value, (bits{0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1}));
    EXPECT_EQ(n_of_m_mask(weights, {2, 4}, 12).value, (bits{0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0}));
    EXPECT_EQ(n_of_m_mask(weights, {1, 4}, 3).value, (bits{0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0}));
    EXPECT_EQ(mask_at({0, 0, 0, 0, 7, 0, 3, 0, 0, 0, /**/ 4}, {2, 8, true}),
              (bits{0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1}));
}

TEST(n_of_m, it_keeps_what_the_first_best_pattern_keeps) {
    const std::vector<n_of_m> rules = {{2, 4}, {1, 2}, {1, 4},       {3, 4},       {2, 8},
                                       {5, 8}, {4, 9}, {4, 8, true}, {2, 6, true}, {2, 4, true}};
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const n_of_m rule = rules[some(random, 0, static_cast<int>(rules.size()) - 1)];
        const std::uint32_t segment = some(random, 1, 11);
        const std::uint32_t segments = some(random, 1, 3);
        const dense_matrix<float> weights =
            random_weights(random, some(random, 1, 4), segment * segments, random(1, 9));
        mask expected{weights.rows, weights.columns, {}};
        for (auto begin = weights.value.begin(); begin != weights.value.end(); begin += segment)
            for (std::uint32_t i = 0; i < segment; i += rule.m) {
                const bits group = best_pattern({begin + i, begin + std::min(i + rule.m, segment)}, rule);
                expected.value.insert(expected.value.end(), group.begin(), group.end());
            }
        const mask found = n_of_m_mask(weights, rule, segment);
        EXPECT_EQ(found, expected) << rule.name();
        EXPECT_TRUE(satisfies_n_of_m(found, rule, segment));
    }
}

TEST(n_of_m, a_group_of_32_keeps_its_largest_31) {
    std::vector<float> row(64, 1);
    row[20] = 0.5f;
    row[63] = -0.5f;
    bits expected(64, 1);
    expected[20] = expected[63] = 0;
    EXPECT_EQ(mask_at(row, {31, 32}), expected);
}

TEST(n_of_m, two_of_four_agrees_with_the_pruning_for_mma_sp) {
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        for (const auto& [type, rule] : {std::pair(formats::operand_type::f16, n_of_m{2, 4}),
                                         std::pair(formats::operand_type::tf32, n_of_m{1, 2}),
                                         std::pair(formats::operand_type::s4, n_of_m{4, 8, true})}) {
            const std::uint32_t columns = rule.m * some(random, 1, 3);
            const dense_matrix<float> weights = random_weights(random, 3, columns);
            formats::coo<float> entries = {3, columns, {}, {}, {}};
            for (std::uint32_t row = 0; row < 3; ++row)
                for (std::uint32_t column = 0; column < columns; ++column) {
                    if (weights.at(row, column) == 0) continue;
                    entries.row.push_back(row);
                    entries.column.push_back(column);
                    entries.value.push_back(weights.at(row, column));
                }
            const formats::csc<float> stored = formats::encode_csc(entries);
            EXPECT_EQ(formats::kept_columns(weights, n_of_m_mask(weights, rule, columns)),
                      structured(type, stored, columns));
        }
    }
}

TEST(satisfies_n_of_m, a_group_may_have_n_nonzeros_or_fewer_wherever_they_stand) {
    EXPECT_TRUE(satisfies_n_of_m({1, 4, {0, 1, 0, 1}}, {2, 4}, 4));
    EXPECT_TRUE(satisfies_n_of_m({1, 4, {0, 0, 0, 1}}, {2, 4}, 4));
    EXPECT_FALSE(satisfies_n_of_m({1, 4, {1, 1, 0, 1}}, {2, 4}, 4));
    EXPECT_FALSE(satisfies_n_of_m({2, 4, {1, 0, 0, 0, 1, 1, 1, 0}}, {2, 4}, 4));
    EXPECT_TRUE(satisfies_n_of_m({1, 6, {1, 1, 0, 1, 1, 0}}, {2, 4}, 3));
    EXPECT_FALSE(satisfies_n_of_m({1, 6, {1, 1, 0, 1, 1, 0}}, {2, 4}, 6));
    EXPECT_FALSE(satisfies_n_of_m({1, 8, {1, 0, 1, 0, 1, 0, 0, 0}}, {4, 8, true}, 8));
    EXPECT_TRUE(satisfies_n_of_m({1, 8, {1, 0, 0, 0, 0, 1, 0, 0}}, {4, 8, true}, 8));
}

TEST(n_of_m, impossible_rules_segments_and_weights_are_refused) {
    const auto refusal = [](const n_of_m& rule, std::uint32_t segment = 4) {
        return config::sentence_of([&] { n_of_m_mask({1, 4, {1, 2, 3, 4}}, rule, segment); });
    };
    EXPECT_EQ(refusal({4, 4}), "the pattern 4:4: of 4 weights 1 to 3 stay, but N is 4");
    EXPECT_EQ(refusal({0, 4}), "the pattern 0:4: of 4 weights 1 to 3 stay, but N is 0");
    EXPECT_EQ(refusal({1, 33}), "the pattern 1:33: a group has 2 to 32 weights, but M is 33");
    EXPECT_EQ(refusal({1, 1}), "the pattern 1:1: a group has 2 to 32 weights, but M is 1");
    EXPECT_EQ(refusal({3, 8, true}), "the pattern 3:8 pairs: where pairs stay together, N and M are even");
    EXPECT_EQ(refusal({2, 4}, 3), "4 columns are not whole segments of 3");
    EXPECT_EQ(refusal({2, 4}, 0), "4 columns are not whole segments of 0");
    EXPECT_EQ(refusal({2, 4}, 8), "4 columns are not whole segments of 8");
    EXPECT_EQ(config::sentence_of([] {
                  mask_at({1, std::nanf("")}, {1, 2});
              }),
              "row 0, column 1: a weight that is not a number cannot be pruned by magnitude");
    EXPECT_EQ(config::sentence_of([] {
                  satisfies_n_of_m({1, 4, {1, 1, 1, 1}}, {4, 4}, 4);
              }),
              "the pattern 4:4: of 4 weights 1 to 3 stay, but N is 4");
}

}  // namespace
}  // namespace lacuna::patterns
