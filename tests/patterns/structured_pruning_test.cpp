/// Does pruning for mma.sp keep the largest of each group, and does the check find what lacks the structure?
#include "sim/patterns/structured.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/formats/operand_value.h"
#include "sim/formats/structured_sparse.h"
#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::patterns {
namespace {

using formats::csc;
using formats::operand_type;

using rows = std::vector<std::vector<float>>;

csc<float> csc_of(const rows& dense) {
    csc<float> matrix{static_cast<std::uint32_t>(dense.size()),
                      static_cast<std::uint32_t>(dense.front().size()),
                      {0},
                      {},
                      {}};
    for (std::size_t column = 0; column < dense.front().size(); ++column) {
        for (std::uint32_t row = 0; row < dense.size(); ++row) {
            if (dense[row][column] == 0) continue;
            matrix.row.push_back(row);
            matrix.value.push_back(dense[row][column]);
        }
        matrix.column_begin.push_back(matrix.stored());
    }
    return matrix;
}

rows dense_of(const csc<float>& matrix) {
    rows dense(matrix.rows, std::vector<float>(matrix.columns, 0.0f));
    for (std::uint32_t column = 0; column < matrix.columns; ++column)
        for (std::uint32_t i = matrix.column_begin[column]; i < matrix.column_begin[column + 1]; ++i)
            dense[matrix.row[i]][column] = matrix.value[i];
    return dense;
}

/// Whole numbers, a few stored zeros among them; `groups` groups and, as a bias would be, one more column.
csc<float> random_weights(formats::random_source& random, operand_type type, std::uint32_t& columns) {
    const int width = formats::sparsity_of(type).group;
    columns = static_cast<std::uint32_t>(width * random(0, 4));
    const int percent = random(0, 100);
    formats::coo<float> matrix{static_cast<std::uint32_t>(random(1, 9)), columns + 1, {}, {}, {}};
    for (std::uint32_t row = 0; row < matrix.rows; ++row) {
        for (std::uint32_t column = 0; column < matrix.columns; ++column) {
            if (random(1, 100) > percent) continue;
            matrix.row.push_back(row);
            matrix.column.push_back(column);
            matrix.value.push_back(static_cast<float>(random(-5, 5)));
        }
    }
    return formats::encode_csc(matrix);
}

/// By sorting the parts of a group.
void prune_group(const formats::structured_sparsity& sparsity, float* group) {
    const auto magnitude = [&](int part) {
        float sum = 0;
        for (int i = part * sparsity.part; i < (part + 1) * sparsity.part; ++i) sum += std::abs(group[i]);
        return sum;
    };
    std::vector<int> parts(static_cast<std::size_t>(sparsity.parts()));
    std::iota(parts.begin(), parts.end(), 0);
    std::stable_sort(parts.begin(), parts.end(), [&](int a, int b) { return magnitude(a) > magnitude(b); });
    for (std::size_t i = static_cast<std::size_t>(sparsity.kept_parts()); i < parts.size(); ++i)
        std::fill_n(group + parts[i] * sparsity.part, sparsity.part, 0.0f);
}

/// What formats::check_structure() says of the first `columns` columns, as operands of the type.
template <class Value, class Convert>
std::string sentence_of_check(const rows& dense, std::uint32_t columns, Convert convert) {
    auto matrix = formats::zeros<Value>(static_cast<std::uint32_t>(dense.size()), columns);
    for (std::uint32_t row = 0; row < matrix.rows; ++row)
        for (std::uint32_t column = 0; column < columns; ++column)
            matrix.at(row, column) = convert(dense[row][column]);
    try {
        formats::check_structure(matrix);
    } catch (const input_error& error) {
        return error.what();
    }
    return "";
}

std::string sentence_of_check(operand_type type, const rows& dense, std::uint32_t columns) {
    const auto as_integer = [](float value) { return formats::s4(static_cast<int>(value)); };
    const auto as_float = [](float value) { return formats::tf32(value); };
    const auto as_half = [](float value) { return formats::f16(value); };
    if (type == operand_type::s4) return sentence_of_check<formats::s4>(dense, columns, as_integer);
    if (type == operand_type::tf32) return sentence_of_check<formats::tf32>(dense, columns, as_float);
    return sentence_of_check<formats::f16>(dense, columns, as_half);
}

constexpr operand_type one_of_each[] = {operand_type::f16, operand_type::tf32, operand_type::s4};

TEST(structured_pruning, of_four_the_two_largest_stay_and_of_equals_the_first) {
    const rows weights = {{1, -3, 2, 0.5f}, {4, 4, -4, 4}, {0, 0, 1, 0}, {-1, 2, -2, 2}};
    EXPECT_EQ(dense_of(structured(operand_type::f16, csc_of(weights), 4)),
              (rows{{0, -3, 2, 0}, {4, 4, 0, 0}, {0, 0, 1, 0}, {0, 2, -2, 0}}));
    EXPECT_EQ(dense_of(structured(operand_type::tf32, csc_of(weights), 4)),
              (rows{{0, -3, 2, 0}, {4, 0, -4, 0}, {0, 0, 1, 0}, {0, 2, -2, 0}}));
}

TEST(structured_pruning, of_four_pairs_the_two_of_largest_sum_stay) {
    const rows weights = {{5, 0, 3, 3, 1, 1, -4, 1}};
    EXPECT_EQ(dense_of(structured(operand_type::s4, csc_of(weights), 8)), (rows{{5, 0, 3, 3, 0, 0, 0, 0}}));
}

TEST(structured_pruning, the_bias_stays_and_stored_zeros_go) {
    const csc<float> weights = {1, 5, {0, 1, 2, 3, 4, 5}, {0, 0, 0, 0, 0}, {1, 0, 3, 2, 0}};
    EXPECT_EQ(structured(operand_type::f16, weights, 4),
              (csc<float>{1, 5, {0, 0, 0, 1, 2, 3}, {0, 0, 0}, {3, 2, 0}}));
}

TEST(structured_pruning, pruning_is_that_of_every_group_by_sorting) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const operand_type type = one_of_each[seed % 3];
        const formats::structured_sparsity& sparsity = formats::sparsity_of(type);
        std::uint32_t columns = 0;
        const csc<float> weights = random_weights(random, type, columns);
        rows expected = dense_of(weights);
        for (std::vector<float>& row : expected)
            for (std::uint32_t first = 0; first < columns; first += static_cast<unsigned>(sparsity.group))
                prune_group(sparsity, &row[first]);
        const csc<float> pruned = structured(type, weights, columns);
        formats::check(pruned);
        EXPECT_EQ(dense_of(pruned), expected);
        EXPECT_TRUE(has_structure(type, pruned, columns));
        EXPECT_EQ(std::count(pruned.value.begin(), pruned.value.begin() + pruned.column_begin[columns], 0.0f),
                  0);
    }
}

TEST(structured_pruning, the_check_says_what_that_of_the_dense_operands_says) {
    std::uint32_t violating = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const operand_type type = one_of_each[seed % 3];
        std::uint32_t columns = 0;
        const csc<float> weights = random_weights(random, type, columns);
        const std::string sentence = sentence_of_check(type, dense_of(weights), columns);
        EXPECT_EQ(has_structure(type, weights, columns), sentence.empty());
        const structure_violations found = violations_of(type, weights, columns);
        EXPECT_EQ(found.first, sentence);
        EXPECT_EQ(found.groups != 0, !sentence.empty());
        violating += !sentence.empty();
    }
    EXPECT_GT(violating, 50u);
    EXPECT_LT(violating, 250u);
}

TEST(structured_pruning, every_group_with_too_many_counts) {
    const csc<float> weights = csc_of({{1, 1, 1, 0, 1, 1, 0, 0}, {1, 1, 1, 1, 1, 1, 1, 1}});
    EXPECT_EQ(violations_of(operand_type::f16, weights, 8).groups, 3u);
    EXPECT_EQ(violations_of(operand_type::f16, weights, 8).first,
              "row 0, column 2: one non-zero too many; 2:4 sparsity keeps 2 of the 4 values in columns 0 to "
              "3.");
}

TEST(structured_pruning, columns_that_make_no_whole_groups_have_no_structure) {
    const csc<float> weights = csc_of({{1, 0, 0, 0, 0, 0}});
    EXPECT_FALSE(has_structure(operand_type::f16, weights, 6));
    EXPECT_TRUE(has_structure(operand_type::tf32, weights, 6));
    EXPECT_TRUE(has_structure(operand_type::f16, weights, 0));
    EXPECT_EQ(config::sentence_of([&] { structured(operand_type::f16, weights, 6); }),
              "2:4 sparsity of f16: k is 6, but must be a multiple of 4.");
}

TEST(structured_pruning, a_weight_that_is_no_number_cannot_be_ranked) {
    const csc<float> weights = {2, 4, {0, 0, 0, 1, 1}, {1}, {std::nanf("")}};
    EXPECT_EQ(config::sentence_of([&] { structured(operand_type::f16, weights, 4); }),
              "row 1, column 2: a weight that is not a number cannot be pruned by magnitude");
}

}  // namespace
}  // namespace lacuna::patterns
