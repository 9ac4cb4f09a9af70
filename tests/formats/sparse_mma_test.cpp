/// Which mma.sp does sm_80 have, and how many registers do they take?
#include "sim/formats/sparse_mma.h"

#include <gtest/gtest.h>

#include "tests/config/sentence.h"

namespace lacuna::formats {
namespace {

TEST(sparse_mma, every_instruction_takes_the_registers_of_the_table) {
    const auto f16 = accumulator_type::f16, f32 = accumulator_type::f32, s32 = accumulator_type::s32;
    struct row {
        operand_type type;
        accumulator_type accumulator;
        int small_k, large_k, accumulators;
    };
    const row rows[] = {
        {operand_type::f16, f32, 16, 32, 4},  {operand_type::f16, f16, 16, 32, 2},
        {operand_type::bf16, f32, 16, 32, 4}, {operand_type::tf32, f32, 8, 16, 4},
        {operand_type::s8, s32, 32, 64, 4},   {operand_type::u8, s32, 32, 64, 4},
        {operand_type::s4, s32, 64, 128, 4},  {operand_type::u4, s32, 64, 128, 4},
    };
    EXPECT_EQ(sparse_mma_instructions().size(), 2 * std::size(rows));
    for (const row& each : rows) {
        for (const auto& [k, registers] : {std::pair(each.small_k, 2), std::pair(each.large_k, 4)}) {
            SCOPED_TRACE(testing::Message() << name_of(each.type) << " " << k);
            const sparse_mma mma = sparse_mma_instruction(each.type, each.accumulator, 16, 8, k);
            EXPECT_EQ(mma, (sparse_mma{each.type, each.accumulator, k}));
            EXPECT_EQ(mma.a_registers(), registers);
            EXPECT_EQ(mma.b_registers(), registers);
            EXPECT_EQ(mma.accumulator_registers(), each.accumulators);
            EXPECT_EQ(mma.kept_columns(), k / 2);
        }
    }
}

TEST(sparse_mma, the_shape_is_written_as_in_ptx) {
    EXPECT_EQ((sparse_mma{operand_type::s4, accumulator_type::s32, 128}.shape()), "m16n8k128");
}

TEST(sparse_mma, what_sm_80_lacks_is_refused_with_what_it_has) {
    const auto refusal = [](operand_type type, accumulator_type accumulator, int m, int n, int k) {
        return config::sentence_of([&] { sparse_mma_instruction(type, accumulator, m, n, k); });
    };
    EXPECT_EQ(refusal(operand_type::f16, accumulator_type::f32, 16, 8, 8),
              "mma.sp of f16 on sm_80 has no shape m16n8k8; it has m16n8k16 and m16n8k32.");
    EXPECT_EQ(refusal(operand_type::s8, accumulator_type::s32, 16, 16, 64),
              "mma.sp of s8 on sm_80 has no shape m16n16k64; it has m16n8k32 and m16n8k64.");
    EXPECT_EQ(refusal(operand_type::tf32, accumulator_type::f32, 8, 8, 8),
              "mma.sp of tf32 on sm_80 has no shape m8n8k8; it has m16n8k8 and m16n8k16.");
    EXPECT_EQ(refusal(operand_type::bf16, accumulator_type::f16, 16, 8, 32),
              "mma.sp of bf16 on sm_80 does not accumulate in f16; it does in f32.");
    EXPECT_EQ(refusal(operand_type::f16, accumulator_type::s32, 16, 8, 32),
              "mma.sp of f16 on sm_80 does not accumulate in s32; it does in f32 and f16.");
}

}  // namespace
}  // namespace lacuna::formats
