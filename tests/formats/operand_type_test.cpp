/// Which operands are there, and what structure does each ask for?
#include "sim/formats/operand_type.h"

#include <gtest/gtest.h>

#include "sim/formats/operand_value.h"
#include "tests/config/sentence.h"

namespace lacuna::formats {
namespace {

TEST(operand_type, every_type_has_the_structure_of_the_instruction_set) {
    struct row {
        operand_type type;
        std::string_view name, sparsity;
        int bits, group, kept, parts, kept_parts;
    };
    const row rows[] = {
        {operand_type::f16, "f16", "2:4", 16, 4, 2, 4, 2},
        {operand_type::bf16, "bf16", "2:4", 16, 4, 2, 4, 2},
        {operand_type::tf32, "tf32", "1:2", 32, 2, 1, 2, 1},
        {operand_type::s8, "s8", "2:4", 8, 4, 2, 4, 2},
        {operand_type::u8, "u8", "2:4", 8, 4, 2, 4, 2},
        {operand_type::s4, "s4", "pairwise 4:8", 4, 8, 4, 4, 2},
        {operand_type::u4, "u4", "pairwise 4:8", 4, 8, 4, 4, 2},
    };
    EXPECT_EQ(std::size(rows), operand_types.size());
    for (const row& each : rows) {
        SCOPED_TRACE(each.name);
        EXPECT_EQ(name_of(each.type), each.name);
        EXPECT_EQ(operand_type_named(each.name), each.type);
        EXPECT_EQ(value_bits(each.type), each.bits);
        const structured_sparsity& sparsity = sparsity_of(each.type);
        EXPECT_EQ(sparsity.name, each.sparsity);
        EXPECT_EQ(sparsity.group, each.group);
        EXPECT_EQ(sparsity.kept, each.kept);
        EXPECT_EQ(sparsity.parts(), each.parts);
        EXPECT_EQ(sparsity.kept_parts(), each.kept_parts);
    }
}

TEST(operand_type, the_types_of_values_are_their_operand_types) {
    EXPECT_EQ(operand_type_of<f16>(), operand_type::f16);
    EXPECT_EQ(operand_type_of<bf16>(), operand_type::bf16);
    EXPECT_EQ(operand_type_of<tf32>(), operand_type::tf32);
    EXPECT_EQ(operand_type_of<std::int8_t>(), operand_type::s8);
    EXPECT_EQ(operand_type_of<std::uint8_t>(), operand_type::u8);
    EXPECT_EQ(operand_type_of<s4>(), operand_type::s4);
    EXPECT_EQ(operand_type_of<u4>(), operand_type::u4);
}

TEST(operand_type, a_type_that_the_instruction_set_lacks_hears_the_nearest) {
    EXPECT_EQ(config::sentence_of([] { operand_type_named("fp16"); }),
              "mma.sp multiplies no operands of type 'fp16' (did you mean 'f16'?).");
    EXPECT_EQ(config::sentence_of([] { operand_type_named("double"); }),
              "mma.sp multiplies no operands of type 'double'; known are: f16, bf16, tf32, s8, u8, s4, u4.");
}

TEST(operand_type, rows_of_broken_groups_are_refused) {
    EXPECT_NO_THROW(check_groups(operand_type::f16, 0));
    EXPECT_NO_THROW(check_groups(operand_type::tf32, 18));
    EXPECT_EQ(config::sentence_of([] { check_groups(operand_type::f16, 18); }),
              "2:4 sparsity of f16: k is 18, but must be a multiple of 4.");
    EXPECT_EQ(config::sentence_of([] { check_groups(operand_type::tf32, 3); }),
              "1:2 sparsity of tf32: k is 3, but must be a multiple of 2.");
    EXPECT_EQ(config::sentence_of([] { check_groups(operand_type::s4, 12); }),
              "pairwise 4:8 sparsity of s4: k is 12, but must be a multiple of 8.");
}

}  // namespace
}  // namespace lacuna::formats
