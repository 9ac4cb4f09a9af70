/// Which of the 16 nibbles are legal, what does each keep, and which one does a group get?
#include "sim/formats/metadata_nibble.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace lacuna::formats {
namespace {

using offsets = std::vector<int>;

offsets kept_by(operand_type type, unsigned nibble) {
    offsets kept;
    for (int slot = 0; slot < sparsity_of(type).kept; ++slot) kept.push_back(kept_offset(type, nibble, slot));
    return kept;
}

/// The bits of the values at offsets.
unsigned mask(const offsets& values) {
    unsigned bits = 0;
    for (const int value : values) bits |= 1u << value;
    return bits;
}

std::set<unsigned> legal_nibbles(operand_type type) {
    std::set<unsigned> legal;
    for (unsigned nibble = 0; nibble < 256; ++nibble)
        if (is_legal_nibble(type, nibble)) legal.insert(nibble);
    return legal;
}

TEST(metadata_nibble, the_ordered_ones_are_legal_and_no_others) {
    for (const operand_type type : operand_types) {
        SCOPED_TRACE(name_of(type));
        if (type == operand_type::tf32)
            EXPECT_EQ(legal_nibbles(type), (std::set<unsigned>{0x4, 0xE}));
        else
            EXPECT_EQ(legal_nibbles(type), (std::set<unsigned>{0x4, 0x8, 0x9, 0xC, 0xD, 0xE}));
    }
}

TEST(metadata_nibble, every_illegal_nibble_hears_its_fault) {
    const std::vector<std::pair<unsigned, std::string>> faults = {
        {0x0, "names index 0 twice"},
        {0x5, "names index 1 twice"},
        {0xA, "names index 2 twice"},
        {0xF, "names index 3 twice"},
        {0x1, "names index 1 before index 0, but indices must rise"},
        {0x2, "names index 2 before index 0, but indices must rise"},
        {0x3, "names index 3 before index 0, but indices must rise"},
        {0x6, "names index 2 before index 1, but indices must rise"},
        {0x7, "names index 3 before index 1, but indices must rise"},
        {0xB, "names index 3 before index 2, but indices must rise"},
        {0x10, "is more than the 4 bits of a nibble"},
    };
    for (const auto& [nibble, fault] : faults) {
        for (const operand_type type : operand_types) {
            EXPECT_FALSE(is_legal_nibble(type, nibble));
            EXPECT_EQ(fault_of_nibble(type, nibble), fault);
        }
    }
    for (const unsigned nibble : {0x8, 0x9, 0xC, 0xD})
        EXPECT_EQ(fault_of_nibble(operand_type::tf32, nibble),
                  "keeps parts of both values, but 1:2 keeps one whole value, by 0x4 or 0xE");
}

TEST(metadata_nibble, every_legal_nibble_keeps_its_values) {
    const std::vector<std::pair<unsigned, offsets>> of_four = {{0x4, {0, 1}}, {0x8, {0, 2}}, {0x9, {1, 2}},
                                                               {0xC, {0, 3}}, {0xD, {1, 3}}, {0xE, {2, 3}}};
    for (const auto& [nibble, values] : of_four) {
        for (const operand_type type :
             {operand_type::f16, operand_type::bf16, operand_type::s8, operand_type::u8})
            EXPECT_EQ(kept_by(type, nibble), values);
        const offsets pairs = {2 * values[0], 2 * values[0] + 1, 2 * values[1], 2 * values[1] + 1};
        EXPECT_EQ(kept_by(operand_type::s4, nibble), pairs);
        EXPECT_EQ(kept_by(operand_type::u4, nibble), pairs);
    }
    EXPECT_EQ(kept_by(operand_type::tf32, 0x4), offsets{0});
    EXPECT_EQ(kept_by(operand_type::tf32, 0xE), offsets{1});
}

TEST(metadata_nibble, full_groups_get_the_nibble_that_keeps_them) {
    for (const operand_type type : operand_types)
        for (const unsigned nibble : legal_nibbles(type))
            EXPECT_EQ(nibble_keeping(type, mask(kept_by(type, nibble))), nibble) << name_of(type);
}

TEST(metadata_nibble, short_groups_of_four_keep_zeros_from_the_end_as_pytorch_does) {
    for (const operand_type type : {operand_type::f16, operand_type::s8}) {
        EXPECT_EQ(nibble_keeping(type, mask({})), 0xE);
        EXPECT_EQ(nibble_keeping(type, mask({3})), 0xE);
        EXPECT_EQ(nibble_keeping(type, mask({2})), 0xE);
        EXPECT_EQ(nibble_keeping(type, mask({1})), 0xD);
        EXPECT_EQ(nibble_keeping(type, mask({0})), 0xC);
    }
}

TEST(metadata_nibble, a_pair_of_zeros_is_kept_second) {
    EXPECT_EQ(nibble_keeping(operand_type::tf32, mask({})), 0xE);
    EXPECT_EQ(nibble_keeping(operand_type::tf32, mask({0})), 0x4);
    EXPECT_EQ(nibble_keeping(operand_type::tf32, mask({1})), 0xE);
}

TEST(metadata_nibble, a_pair_of_s4_is_kept_whole_where_either_value_is_not_zero) {
    EXPECT_EQ(nibble_keeping(operand_type::s4, mask({})), 0xE);
    EXPECT_EQ(nibble_keeping(operand_type::s4, mask({0})), 0xC);
    EXPECT_EQ(nibble_keeping(operand_type::s4, mask({1})), 0xC);
    EXPECT_EQ(nibble_keeping(operand_type::s4, mask({0, 1})), 0xC);
    EXPECT_EQ(nibble_keeping(operand_type::s4, mask({1, 2})), 0x4);
    EXPECT_EQ(nibble_keeping(operand_type::s4, mask({2, 7})), 0xD);
    EXPECT_EQ(nibble_keeping(operand_type::s4, mask({1, 2, 4})), std::nullopt);
    EXPECT_EQ(nibble_keeping(operand_type::s4, mask({0, 2, 4, 6})), std::nullopt);
}

/// By counting, for every set of non-zeros that a group can have.
TEST(metadata_nibble, every_group_that_fits_gets_a_legal_nibble_that_keeps_it_and_no_other_gets_any) {
    for (const operand_type type : operand_types) {
        const structured_sparsity& sparsity = sparsity_of(type);
        for (unsigned values = 0; values < 1u << sparsity.group; ++values) {
            SCOPED_TRACE(testing::Message() << name_of(type) << " " << values);
            std::set<int> parts;
            for (int i = 0; i < sparsity.group; ++i)
                if (values >> i & 1) parts.insert(i / sparsity.part);
            const auto nibble = nibble_keeping(type, values);
            ASSERT_EQ(nibble.has_value(), static_cast<int>(parts.size()) <= sparsity.kept_parts());
            if (!nibble) continue;
            EXPECT_TRUE(is_legal_nibble(type, *nibble));
            EXPECT_EQ(values & ~mask(kept_by(type, *nibble)), 0u);
        }
    }
}

}  // namespace
}  // namespace lacuna::formats
