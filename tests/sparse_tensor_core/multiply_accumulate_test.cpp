/// Does an instruction select, multiply and add as it should, whatever its type and shape?
#include "models/sparse_tensor_core/multiply_accumulate.h"

#include <gtest/gtest.h>

#include "sim/formats/metadata_nibble.h"
#include "sim/formats/operand_code.h"
#include "tests/sparse_tensor_core/patterns.h"

namespace lacuna::sparse_tensor_core {
namespace {

using formats::mma;
using formats::operand_type;

struct one_instruction {
    layers::mma_operands operands;
    std::vector<std::uint32_t> c;
};

one_instruction random_instruction(const mma& instruction, std::uint32_t seed, test::kind of) {
    formats::random_source random(seed);
    test::patterns draw(seed + 1000);
    one_instruction drawn;
    for (int i = 0; i < mma::m * instruction.kept_columns(); ++i)
        drawn.operands.a.push_back(draw.operand(instruction.a, of));
    for (int i = 0; i < instruction.k * mma::n; ++i)
        drawn.operands.b.push_back(draw.operand(instruction.b, of));
    for (int i = 0; i < mma::m * mma::n; ++i)
        drawn.c.push_back(draw.accumulator(instruction.accumulator, of));
    if (!instruction.sparse) return drawn;
    for (int i = 0; i < mma::m * instruction.fragments().groups(); ++i) {
        int nibble;
        do nibble = random(0, 15);
        while (!formats::is_legal_nibble(instruction.a, static_cast<unsigned>(nibble)));
        drawn.operands.metadata.push_back(static_cast<std::uint8_t>(nibble));
    }
    return drawn;
}

/// The row of B that a kept value multiplies, as the table of metadata_nibble.h has it.
std::size_t row_of_b(const mma& instruction, const std::vector<std::uint8_t>& metadata, std::size_t m,
                     std::size_t j) {
    if (!instruction.sparse) return j;
    const formats::structured_sparsity& sparsity = formats::sparsity_of(instruction.a);
    const auto kept = static_cast<std::size_t>(sparsity.kept), part = static_cast<std::size_t>(sparsity.part);
    const auto groups = static_cast<std::size_t>(instruction.fragments().groups());
    const std::uint8_t nibble = metadata[m * groups + j / kept];
    const std::size_t first = j / kept * static_cast<std::size_t>(sparsity.group);
    if (kept == 1) return first + (nibble == 0xE);
    const std::size_t slot = j % kept;
    const std::size_t index = slot < part ? nibble & 3 : nibble >> 2;
    return first + index * part + slot % part;
}

std::vector<std::uint32_t> by_definition(const mma& instruction, const one_instruction& given) {
    std::vector<std::uint32_t> d;
    const auto kept = static_cast<std::size_t>(instruction.kept_columns());
    for (std::size_t m = 0; m < mma::m; ++m) {
        for (std::size_t n = 0; n < mma::n; ++n) {
            std::vector<std::uint32_t> a, b;
            for (std::size_t j = 0; j < kept; ++j) {
                a.push_back(given.operands.a[m * kept + j]);
                b.push_back(
                    given.operands.b[row_of_b(instruction, given.operands.metadata, m, j) * mma::n + n]);
            }
            d.push_back(test::defined_dot(instruction.a, a, instruction.b, b, given.c[m * mma::n + n],
                                          instruction.accumulator));
        }
    }
    return d;
}

TEST(multiply_accumulate, every_instruction_gives_what_the_definition_gives) {
    for (const mma& instruction : formats::mma_instructions()) {
        SCOPED_TRACE(instruction.name());
        for (const test::kind of : test::kinds) {
            for (std::uint32_t seed = 0; seed < 4; ++seed) {
                const one_instruction given = random_instruction(instruction, seed, of);
                EXPECT_EQ(multiply_accumulate(instruction, given.operands, given.c),
                          by_definition(instruction, given))
                    << "seed " << seed << ", kind " << static_cast<int>(of);
            }
        }
    }
}

TEST(multiply_accumulate, every_legal_nibble_selects_the_values_that_it_names) {
    for (const mma& instruction : formats::mma_instructions()) {
        if (!instruction.sparse) continue;
        SCOPED_TRACE(instruction.name());
        const formats::structured_sparsity& sparsity = formats::sparsity_of(instruction.a);
        for (unsigned nibble = 0; nibble < 16; ++nibble) {
            if (!formats::is_legal_nibble(instruction.a, nibble)) continue;
            // A is 1 where the last value of a part is kept; B has the number of its row in the group.
            const auto is_one = [&](int slot) { return slot % sparsity.part == sparsity.part - 1; };
            layers::mma_operands operands;
            operands.a.resize(static_cast<std::size_t>(mma::m * instruction.kept_columns()));
            for (std::size_t i = 0; i < operands.a.size(); ++i)
                operands.a[i] =
                    formats::operand_code(instruction.a, is_one(static_cast<int>(i) % sparsity.kept));
            operands.metadata.assign(static_cast<std::size_t>(mma::m * instruction.fragments().groups()),
                                     static_cast<std::uint8_t>(nibble));
            for (int i = 0; i < instruction.k * mma::n; ++i) {
                const int number = i / mma::n % sparsity.group;
                operands.b.push_back(formats::operand_code(instruction.b, static_cast<float>(number)));
            }
            int in_group = 0;
            for (int slot = 0; slot < sparsity.kept; ++slot)
                if (is_one(slot)) in_group += formats::kept_offset(instruction.a, nibble, slot);
            const double expected = in_group * instruction.fragments().groups();
            for (const std::uint32_t d :
                 multiply_accumulate(instruction, operands, std::vector<std::uint32_t>(mma::m * mma::n)))
                ASSERT_EQ(formats::accumulator_value(instruction.accumulator, d), expected) << nibble;
        }
    }
}

TEST(multiply_accumulate, a_step_is_128_bits_of_kept_values) {
    EXPECT_EQ(products_per_step(operand_type::f16), 8);
    EXPECT_EQ(products_per_step(operand_type::bf16), 8);
    EXPECT_EQ(products_per_step(operand_type::tf32), 4);
    EXPECT_EQ(products_per_step(operand_type::s8), 16);
    EXPECT_EQ(products_per_step(operand_type::u4), 32);
}

TEST(multiply_accumulate, steps_go_on_from_one_another_in_rising_k) {
    // 1 + 2^-24 is cut off to 1 in each of two steps; two products in one step reach 1 + 2^-23.
    const mma instruction = {false, operand_type::f16, operand_type::f16, formats::accumulator_type::f32, 16};
    layers::mma_operands operands;
    operands.a.assign(16 * 16, 0);
    operands.b.assign(16 * 8, formats::operand_code(operand_type::f16, 0x1p-12f));
    const std::uint32_t small = formats::operand_code(operand_type::f16, 0x1p-12f);
    operands.a[7] = operands.a[8] = small;             // row 0: in two steps
    operands.a[16 + 8] = operands.a[16 + 15] = small;  // row 1: in one
    const std::vector<std::uint32_t> d =
        multiply_accumulate(instruction, operands, std::vector<std::uint32_t>(128, 0x3f800000));
    EXPECT_EQ(d[0], 0x3f800000u);
    EXPECT_EQ(d[8], 0x3f800001u);
    EXPECT_EQ(d[16], 0x3f800000u);
}

}  // namespace
}  // namespace lacuna::sparse_tensor_core
