/// Does the table of storage name every format, and say why one cannot hold the weights?
#include "sim/layers/storage_table.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/formats/dense_and_sparse.h"
#include "sim/formats/structured_storage.h"

namespace lacuna::layers {
namespace {

using formats::storage_bytes;

/// rows x columns, of every four values the first `kept` not 0, all different.
formats::csc<float> groups_of_four(std::uint32_t rows, std::uint32_t columns, std::uint32_t kept) {
    formats::dense_matrix<float> matrix = formats::zeros<float>(rows, columns);
    for (std::uint32_t i = 0; i < matrix.value.size(); ++i)
        if (i % columns % 4 < kept) matrix.value[i] = static_cast<float>(i + 1);
    return formats::nonzero_columns(matrix);
}

stored_form form_of(const std::vector<stored_form>& table, const std::string& format) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const stored_form& each) { return each.format == format; });
    if (found != table.end()) return *found;
    ADD_FAILURE() << "no " << format;
    return {};
}

TEST(storage_table, names_every_format_in_order) {
    std::vector<std::string> names;
    for (const stored_form& each : storage_table(groups_of_four(8, 16, 2), {8, {2, 8}, 3, 2})) {
        names.push_back(each.format);
        EXPECT_TRUE(each.bytes || !each.note.empty()) << each.format;
    }
    EXPECT_EQ(names, (std::vector<std::string>{"dense", "COO", "CSR", "CSC", "BSR 2x8", "bitmap",
                                               "bank-balanced 2", "EIE", "2:4 f16, bf16", "1:2 tf32",
                                               "2:4 s8, u8", "pairwise 4:8 s4, u4"}));
}

TEST(storage_table, what_has_the_structure_takes_half_the_values_and_the_metadata) {
    const auto table = storage_table(groups_of_four(8, 32, 2), {});
    const auto expected = formats::structured_storage_of(formats::operand_type::f16, 8, 32);
    EXPECT_EQ(form_of(table, "2:4 f16, bf16").bytes, (storage_bytes{expected.kept, expected.metadata}));
    EXPECT_EQ(form_of(table, "2:4 s8, u8").value_bits, 8);
    EXPECT_EQ(form_of(table, "pairwise 4:8 s4, u4").bytes, (storage_bytes{64, 32}));
    EXPECT_EQ(form_of(table, "1:2 tf32").bytes, std::nullopt);
}

TEST(storage_table, what_lacks_the_structure_says_by_how_much) {
    const formats::csc<float> weights = formats::nonzero_columns({1, 8, {1, 1, 1, 0, 1, 0, 0, 0}});
    const stored_form form = form_of(storage_table(weights, {}), "2:4 f16, bf16");
    EXPECT_EQ(form.bytes, std::nullopt);
    EXPECT_EQ(form.note, "too many non-zeros in a group");
    ASSERT_EQ(form.details.size(), 2u);
    EXPECT_EQ(form.details[0].count, 2u);
    EXPECT_EQ(form.details[1].count, 1u);
    const auto narrow = storage_table(groups_of_four(2, 6, 2), {16, {4, 4}, 64, 7});
    EXPECT_EQ(form_of(narrow, "2:4 f16, bf16").note, "inputs are no whole groups of 4");
    EXPECT_EQ(form_of(narrow, "1:2 tf32").note, "too many non-zeros in a group");
    EXPECT_EQ(form_of(narrow, "bank-balanced 7").note, "fewer inputs than banks");
    EXPECT_EQ(form_of(narrow, "bank-balanced 7").bytes, std::nullopt);
}

TEST(storage_table, eies_format_says_where_it_is_not_the_weights) {
    EXPECT_EQ(form_of(storage_table(groups_of_four(3, 8, 2), {}), "EIE").note, "");  // 12 values
    EXPECT_EQ(form_of(storage_table(groups_of_four(4, 8, 2), {}), "EIE").note, "rounds to 15 values");
    formats::csc<float> tall = {65536, 1, {0, 65536}, {}, std::vector<float>(65536, 1)};
    for (std::uint32_t row = 0; row < tall.rows; ++row) tall.row.push_back(row);
    EXPECT_EQ(form_of(storage_table(tall, {16, {4, 4}, 2, 1}), "EIE").note, "");
    EXPECT_EQ(form_of(storage_table(tall, {16, {4, 4}, 1, 1}), "EIE").note, "beyond 16-bit pointers");
}

TEST(storage_table, padding_is_counted) {
    const auto table = storage_table(groups_of_four(6, 8, 1), {});  // 12 entries
    EXPECT_EQ(form_of(table, "BSR 4x4").details[0].count, 4u);
    EXPECT_EQ(form_of(table, "BSR 4x4").details[1].count, 4u * 16 - 12);
    const stored_form banks = form_of(table, "bank-balanced 4");  // of 2 weights, every other one empty
    EXPECT_EQ(banks.details[0].count, 1u);
    EXPECT_EQ(banks.details[1].count, 12u);
}

}  // namespace
}  // namespace lacuna::layers
