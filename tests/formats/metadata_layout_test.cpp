/// Which lane provides the metadata of which group?
#include "sim/formats/metadata_layout.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "tests/config/sentence.h"

namespace lacuna::formats {
namespace {

sparse_mma instruction_of(operand_type type, int k) {
    return {type, value_bits(type) < 16 ? accumulator_type::s32 : accumulator_type::f32, k};
}

TEST(metadata_layout, lanes_and_selectors_of_every_shape) {
    struct row {
        operand_type type;
        int k, lanes, selectors;
    };
    for (const row& each : {row{operand_type::f16, 16, 1, 4}, row{operand_type::f16, 32, 2, 2},
                            row{operand_type::bf16, 16, 1, 4}, row{operand_type::bf16, 32, 2, 2},
                            row{operand_type::tf32, 8, 1, 4}, row{operand_type::tf32, 16, 2, 2},
                            row{operand_type::s8, 32, 2, 2}, row{operand_type::s8, 64, 4, 1},
                            row{operand_type::u8, 64, 4, 1}, row{operand_type::s4, 64, 2, 2},
                            row{operand_type::s4, 128, 4, 1}, row{operand_type::u4, 64, 2, 2}}) {
        SCOPED_TRACE(testing::Message() << name_of(each.type) << " k" << each.k);
        const sparse_mma instruction = instruction_of(each.type, each.k);
        EXPECT_EQ(metadata_lanes(instruction), each.lanes);
        EXPECT_EQ(sparsity_selectors(instruction), each.selectors);
        EXPECT_NO_THROW(check_selector(instruction, each.selectors - 1));
        EXPECT_THROW(check_selector(instruction, each.selectors), input_error);
    }
}

TEST(metadata_layout, every_group_lies_in_one_place_of_a_selected_lane) {
    for (const sparse_mma& instruction : sparse_mma_instructions()) {
        for (int selector = 0; selector < sparsity_selectors(instruction); ++selector) {
            SCOPED_TRACE(testing::Message() << instruction.shape() << " of " << name_of(instruction.type)
                                            << ", selector " << selector);
            std::map<std::pair<int, int>, int> times;
            for (int lane = 0; lane < sparse_mma::lanes; ++lane) {
                for (int bit = 0; bit < 32; bit += 4) {
                    const auto group = group_of(instruction, selector, {lane, bit});
                    if (!group) continue;
                    EXPECT_EQ(metadata_of(instruction, selector, *group), (metadata_place{lane, bit}));
                    EXPECT_EQ((++times[{group->row, group->group}]), 1);
                    EXPECT_TRUE(group->row >= 0 && group->row < sparse_mma::m);
                    EXPECT_TRUE(group->group >= 0 && group->group < instruction.groups());
                }
            }
            EXPECT_EQ(static_cast<int>(times.size()), sparse_mma::m * instruction.groups());
        }
    }
}

TEST(metadata_layout, m16n8k32_of_f16_as_ptx_draws_it) {
    const sparse_mma instruction = instruction_of(operand_type::f16, 32);
    for (int selector = 0; selector < 2; ++selector) {
        for (int g = 0; g < 8; ++g) {
            for (int p = 0; p < 2; ++p) {  // columns 16 p to 16 p + 15
                for (int chunk = 0; chunk < 4; ++chunk) {
                    const int lane = 4 * g + 2 * selector + p, bit = 4 * chunk;
                    EXPECT_EQ(metadata_of(instruction, selector, {g, 4 * p + chunk}),
                              (metadata_place{lane, bit}));
                    EXPECT_EQ(metadata_of(instruction, selector, {g + 8, 4 * p + chunk}),
                              (metadata_place{lane, bit + 16}));
                }
            }
        }
        EXPECT_EQ(group_of(instruction, selector, {selector == 0 ? 2 : 1, 0}), std::nullopt);
    }
}

TEST(metadata_layout, m16n8k16_of_f16_has_one_lane_of_four_with_two_rows) {
    const sparse_mma instruction = instruction_of(operand_type::f16, 16);
    EXPECT_EQ(metadata_of(instruction, 0, {0, 0}), (metadata_place{0, 0}));
    EXPECT_EQ(metadata_of(instruction, 3, {5, 2}), (metadata_place{23, 8}));
    EXPECT_EQ(metadata_of(instruction, 3, {13, 2}), (metadata_place{23, 24}));
    EXPECT_EQ(group_of(instruction, 3, {22, 0}), std::nullopt);
}

TEST(metadata_layout, tf32_has_8_columns_in_half_a_register) {
    const sparse_mma instruction = instruction_of(operand_type::tf32, 16);
    EXPECT_EQ(metadata_of(instruction, 1, {2, 5}), (metadata_place{11, 4}));  // columns 10 and 11
    EXPECT_EQ(metadata_of(instruction, 1, {10, 5}), (metadata_place{11, 20}));
}

TEST(metadata_layout, m16n8k64_of_s8_has_rows_g_and_g_plus_8_in_even_and_odd_lanes) {
    const sparse_mma instruction = instruction_of(operand_type::s8, 64);
    for (int g = 0; g < 8; ++g) {
        for (int chunk = 0; chunk < 16; ++chunk) {
            const int lane = 4 * g + (chunk < 8 ? 0 : 2), bit = 4 * (chunk % 8);
            EXPECT_EQ(metadata_of(instruction, 0, {g, chunk}), (metadata_place{lane, bit}));
            EXPECT_EQ(metadata_of(instruction, 0, {g + 8, chunk}), (metadata_place{lane + 1, bit}));
        }
    }
}

TEST(metadata_layout, m16n8k64_of_s4_selects_the_first_or_the_second_two_lanes) {
    const sparse_mma instruction = instruction_of(operand_type::s4, 64);
    EXPECT_EQ(metadata_of(instruction, 0, {3, 7}), (metadata_place{12, 28}));
    EXPECT_EQ(metadata_of(instruction, 1, {11, 7}), (metadata_place{15, 28}));
}

TEST(metadata_layout, selectors_that_an_instruction_does_not_take_are_refused) {
    EXPECT_EQ(config::sentence_of([] { check_selector(instruction_of(operand_type::f16, 32), 2); }),
              "mma.sp m16n8k32 of f16: the sparsity selector is 2, but must be 0 to 1.");
    EXPECT_EQ(config::sentence_of([] { check_selector(instruction_of(operand_type::f16, 16), -1); }),
              "mma.sp m16n8k16 of f16: the sparsity selector is -1, but must be 0 to 3.");
    EXPECT_EQ(config::sentence_of([] { check_selector(instruction_of(operand_type::s8, 64), 1); }),
              "mma.sp m16n8k64 of s8: the sparsity selector is 1, but must be 0.");
}

}  // namespace
}  // namespace lacuna::formats
