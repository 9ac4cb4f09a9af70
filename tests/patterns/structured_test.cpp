/// Which matrices have the structure that mma.sp asks for?
#include "sim/patterns/structured.h"

#include <gtest/gtest.h>

#include "sim/config/input_error.h"
#include "sim/formats/operand_code.h"
#include "sim/formats/structured_sparse.h"
#include "tests/formats/random_structure.h"

namespace lacuna::patterns {
namespace {

using formats::operand_type;

formats::csc<float> row_of(const std::vector<float>& values) {
    formats::coo<float> matrix;
    matrix.rows = 1;
    matrix.columns = static_cast<std::uint32_t>(values.size());
    for (std::uint32_t column = 0; column < values.size(); ++column) {
        matrix.row.push_back(0);
        matrix.column.push_back(column);
        matrix.value.push_back(values[column]);  // zeros are stored too
    }
    return formats::encode_csc(matrix);
}

bool has_structure(operand_type type, const std::vector<float>& row) {
    return patterns::has_structure(type, row_of(row), static_cast<std::uint32_t>(row.size()));
}

TEST(has_structure, two_of_four_values_are_kept) {
    for (const operand_type type : {operand_type::f16, operand_type::bf16, operand_type::s8}) {
        EXPECT_TRUE(has_structure(type, {1, 0, 0, 1, 0, 2, 3, 0}));
        EXPECT_TRUE(has_structure(type, {-0.0f, 0, 0, 0, 0, 0, 0, 0}));
        EXPECT_FALSE(has_structure(type, {1, 0, 0, 1, 1, 2, 3, 0}));
    }
}

TEST(has_structure, one_of_two_is_kept_of_tf32_and_two_pairs_of_four_of_s4) {
    EXPECT_TRUE(has_structure(operand_type::tf32, {1, 0, 0, 1}));
    EXPECT_FALSE(has_structure(operand_type::tf32, {0, 0, 1, 1}));
    EXPECT_TRUE(has_structure(operand_type::s4, {1, 1, 0, 0, 0, 0, 1, 1}));
    EXPECT_FALSE(has_structure(operand_type::s4, {1, 0, 1, 0, 0, 0, 1, 0}));
}

TEST(has_structure, columns_behind_those_that_are_asked_for_do_not_count) {
    const formats::csc<float> row = row_of({1, 1, 0, 0, 1, 1, 1});
    EXPECT_TRUE(patterns::has_structure(operand_type::f16, row, 4));
    EXPECT_FALSE(patterns::has_structure(operand_type::f16, row, 6)) << "the second group is not whole";
    EXPECT_TRUE(patterns::has_structure(operand_type::f16, row, 0));
}

TEST(has_structure, it_agrees_with_the_check_of_dense_matrices) {
    int with = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        formats::dense_matrix<formats::f16> matrix = formats::random_structure<formats::f16>(
            random, static_cast<std::uint32_t>(random(1, 5)), static_cast<std::uint32_t>(4 * random(1, 4)));
        for (int more = random(0, 2); more > 0; --more)
            matrix.at(static_cast<std::uint32_t>(random(0, static_cast<int>(matrix.rows) - 1)),
                      static_cast<std::uint32_t>(random(0, static_cast<int>(matrix.columns) - 1))) =
                formats::f16(1);
        formats::coo<float> sparse;
        sparse.rows = matrix.rows;
        sparse.columns = matrix.columns;
        for (std::uint32_t i = 0; i < matrix.value.size(); ++i) {
            if (matrix.value[i] == formats::f16(0) && random(0, 1)) continue;
            sparse.row.push_back(i / matrix.columns);
            sparse.column.push_back(i % matrix.columns);
            sparse.value.push_back(static_cast<float>(matrix.value[i]));
        }
        bool passes = true;
        try {
            formats::check_structure(matrix);
        } catch (const input_error&) {
            passes = false;
        }
        with += passes;
        EXPECT_EQ(patterns::has_structure(operand_type::f16, formats::encode_csc(sparse), matrix.columns),
                  passes);
    }
    EXPECT_GT(with, 100);
    EXPECT_LT(with, 290);
}

}  // namespace
}  // namespace lacuna::patterns
