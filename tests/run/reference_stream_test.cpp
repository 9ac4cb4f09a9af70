/// Is the reference of an instruction stream right, and is nothing but the reference right?
#include "sim/run/reference_stream.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "sim/formats/operand_code.h"
#include "sim/formats/tensor_core_dot.h"
#include "sim/run/reference_product.h"
#include "tests/layers/named_mma.h"

namespace lacuna::run {
namespace {

using codes = std::vector<std::uint32_t>;
using formats::mma;
using formats::operand_type;
using layers::instruction_stream;
using layers::mma_operands;

instruction_stream stream_of(const std::string& instruction, std::uint32_t warps, std::uint32_t ilp,
                             std::uint64_t iterations, std::uint32_t seed = 0) {
    return {layers::instruction_named(instruction), warps, ilp, iterations, seed};
}

const mma& mma_of(const instruction_stream& stream) {
    return std::get<mma>(stream.instruction);
}

/// Row `row` of A with its zeros: the values of the nibble's two indices, spelled out from PTX's figures.
std::vector<double> whole_row(const mma& instruction, const mma_operands& operands, int row) {
    const int kept = instruction.kept_columns();
    std::vector<double> values;
    for (int i = 0; i < kept; ++i) {
        values.push_back(formats::operand_value(
            instruction.a, operands.a[static_cast<std::size_t>(row) * static_cast<std::size_t>(kept) +
                                      static_cast<std::size_t>(i)]));
    }
    if (!instruction.sparse) return values;
    std::vector<double> whole(static_cast<std::size_t>(instruction.k), 0.0);
    const int bits = formats::value_bits(instruction.a);
    const int group = bits == 32 ? 2 : bits == 4 ? 8 : 4;
    const int groups = instruction.k / group;
    std::size_t next = 0;
    for (int g = 0; g < groups; ++g) {
        const unsigned nibble = operands.metadata[static_cast<std::size_t>(row * groups + g)];
        const unsigned indices[] = {nibble & 3, nibble >> 2};
        const auto place = [&](unsigned offset) -> double& {
            return whole[static_cast<std::size_t>(g * group) + offset];
        };
        if (bits == 32) {
            place(indices[0] / 2) = values[next++];
            continue;
        }
        for (const unsigned index : indices) {
            if (bits == 4) {
                place(2 * index) = values[next++];
                place(2 * index + 1) = values[next++];
            } else {
                place(index) = values[next++];
            }
        }
    }
    return whole;
}

/// One product A x B in double: m x n, row-major, and the sum of its magnitudes.
struct plain_product {
    std::vector<double> value, magnitude;
};
plain_product product_of(const mma& instruction, const mma_operands& operands) {
    plain_product all;
    for (int i = 0; i < mma::m; ++i) {
        const std::vector<double> a = whole_row(instruction, operands, i);
        for (int j = 0; j < mma::n; ++j) {
            double sum = 0, magnitude = 0;
            for (int k = 0; k < instruction.k; ++k) {
                const double term = a[static_cast<std::size_t>(k)] *
                                    double{formats::operand_value(
                                        instruction.b, operands.b[static_cast<std::size_t>(k * mma::n + j)])};
                sum += term;
                magnitude += std::abs(term);
            }
            all.value.push_back(sum);
            all.magnitude.push_back(magnitude);
        }
    }
    return all;
}

TEST(multiplied_rows, are_those_that_the_metadata_names) {
    const mma f16 = layers::test::mma_named("mma.sp.m16n8k16.f32.f16.f16.f32");
    mma_operands operands;
    operands.metadata.assign(16 * 4, 0xE);
    operands.metadata[4] = 0x4, operands.metadata[5] = 0x9, operands.metadata[6] = 0xC;
    EXPECT_EQ(multiplied_rows(f16, operands, 1), (std::vector<int>{0, 1, 5, 6, 8, 11, 14, 15}));
    EXPECT_EQ(multiplied_rows(f16, operands, 0), (std::vector<int>{2, 3, 6, 7, 10, 11, 14, 15}));
}

TEST(multiplied_rows, of_tf32_are_one_of_two_and_of_s4_two_pairs_of_four) {
    mma_operands operands;
    operands.metadata.assign(16 * 4, 0x4);
    operands.metadata[1] = 0xE;
    EXPECT_EQ(multiplied_rows(layers::test::mma_named("mma.sp.m16n8k8.f32.tf32.tf32.f32"), operands, 0),
              (std::vector<int>{0, 3, 4, 6}));
    operands.metadata.assign(16 * 8, 0x4);
    operands.metadata[7] = 0xD;
    const std::vector<int> rows =
        multiplied_rows(layers::test::mma_named("mma.sp.m16n8k64.s32.s4.s4.s32"), operands, 0);
    ASSERT_EQ(rows.size(), 32u);
    EXPECT_EQ(std::vector<int>(rows.begin(), rows.begin() + 4), (std::vector<int>{0, 1, 2, 3}));
    EXPECT_EQ(std::vector<int>(rows.end() - 4, rows.end()), (std::vector<int>{58, 59, 62, 63}));
}

TEST(multiplied_rows, are_all_where_a_is_dense) {
    EXPECT_EQ(multiplied_rows(layers::test::mma_named("mma.m16n8k4.f32.tf32.tf32.f32"), {}, 7),
              (std::vector<int>{0, 1, 2, 3}));
}

TEST(reference_stream, integers_are_the_whole_product_as_often_as_there_are_iterations_wrapped_to_32_bits) {
    int checked = 0;
    for (const mma& instruction : formats::mma_instructions()) {
        if (instruction.accumulator != formats::accumulator_type::s32) continue;
        SCOPED_TRACE(instruction.name());
        ++checked;
        const instruction_stream stream = stream_of(instruction.name(), 1, 2, 1001, 5);
        const std::vector<codes> registers = reference_registers(stream, 0);
        const std::vector<std::uint32_t> chains = layers::checked_chains(stream);
        ASSERT_EQ(registers.size(), chains.size());
        for (std::size_t c = 0; c < chains.size(); ++c) {
            const plain_product once = product_of(instruction, layers::operands_of(stream, chains[c]));
            ASSERT_EQ(registers[c].size(), once.value.size());
            for (std::size_t i = 0; i < once.value.size(); ++i) {
                std::uint32_t sum = 0;
                for (int turn = 0; turn < 1001; ++turn)
                    sum += static_cast<std::uint32_t>(static_cast<std::int32_t>(once.value[i]));
                EXPECT_EQ(registers[c][i], sum) << "element " << i;
            }
        }
    }
    EXPECT_EQ(checked, 2 * 2 * 2 * 2 * 2) << "two signs each, two widths, two sizes, sparse or not";
}

TEST(reference_stream, of_a_single_chain_as_many_iterations_are_checked_as_can_be_afforded) {
    const std::uint64_t many = std::uint64_t{1} << 40;
    const instruction_stream stream = stream_of("mma.m16n8k16.s32.u8.u8.s32", 1, 1, many, 5);
    const std::uint64_t checked = (std::uint64_t{1} << 24) / mma_of(stream).products();
    EXPECT_EQ(layers::checked_iterations(stream), checked);
    const plain_product once = product_of(mma_of(stream), layers::operands_of(stream, 0));
    const codes d = reference_registers(stream, 0).front();
    for (std::size_t i = 0; i < d.size(); ++i)
        EXPECT_EQ(d[i], static_cast<std::uint32_t>(once.value[i]) * static_cast<std::uint32_t>(checked));
}

TEST(reference_stream, floats_are_near_the_whole_product) {
    int checked = 0;
    for (const mma& instruction : formats::mma_instructions()) {
        if (instruction.accumulator == formats::accumulator_type::s32) continue;
        SCOPED_TRACE(instruction.name());
        ++checked;
        const instruction_stream stream = stream_of(instruction.name(), 1, 1, 1, 5);
        const plain_product once = product_of(instruction, layers::operands_of(stream, 0));
        const codes d = reference_registers(stream, 0).front();
        ASSERT_EQ(d.size(), once.value.size());
        const double unit = instruction.accumulator == formats::accumulator_type::f16 ? 0x1p-10 : 0x1p-21;
        for (std::size_t i = 0; i < d.size(); ++i) {
            EXPECT_NEAR(formats::accumulator_value(instruction.accumulator, d[i]), once.value[i],
                        unit * once.magnitude[i])
                << "element " << i;
        }
    }
    EXPECT_EQ(checked, 2 * 2 * 4) << "f16 with two accumulators, bf16, tf32; two sizes, sparse or not";
}

TEST(reference_stream, floats_are_added_iteration_by_iteration_until_they_change_no_more) {
    for (const std::uint64_t iterations : {1, 2, 3, 6000}) {  // f16 sums stand still after 2048 and more
        const instruction_stream stream = stream_of("mma.m16n8k8.f16.f16.f16.f16", 1, 1, iterations, 9);
        const mma_operands operands = layers::operands_of(stream, 0);
        const codes d = reference_registers(stream, 0).front();
        for (const std::size_t i : {0u, 1u, 64u, 127u}) {
            std::vector<formats::f16> a, b;
            for (std::size_t k = 0; k < 8; ++k) {
                a.push_back(
                    formats::f16(formats::operand_value(operand_type::f16, operands.a[i / mma::n * 8 + k])));
                b.push_back(formats::f16(
                    formats::operand_value(operand_type::f16, operands.b[k * mma::n + i % mma::n])));
            }
            formats::f16 sum(0.0f);
            for (std::uint64_t turn = 0; turn < iterations; ++turn)
                sum = formats::tensor_core_dot(a.data(), b.data(), a.size(), sum);
            EXPECT_EQ(d[i], formats::bits_of(sum)) << "element " << i << " after " << iterations;
        }
    }
}

TEST(reference_stream, every_chain_that_is_checked_has_its_own_operands) {
    const instruction_stream stream = stream_of("mma.sp.m16n8k64.s32.s8.s8.s32", 8, 2, 1024);
    const std::vector<codes> registers = reference_registers(stream, 0);
    EXPECT_LT(registers.size(), 16u);
    ASSERT_GT(registers.size(), 1u);
    EXPECT_NE(registers[0], registers[1]);
    EXPECT_EQ(registers, reference_registers(stream, 0));
}

class loads : public testing::Test {
  protected:
    static constexpr std::uint64_t bytes = 4096;
    static instruction_stream load(const std::string& name, int stride, std::uint32_t chains = 1) {
        instruction_stream stream = stream_of(name, 1, chains, 3, 11);
        std::get<layers::shared_memory_load>(stream.instruction).stride_bytes = stride;
        return stream;
    }
    static codes memory(const instruction_stream& stream) {
        return layers::shared_memory_contents(stream, bytes);
    }
};

TEST_F(loads, ld_shared_takes_one_word_a_lane) {
    for (const int stride : {0, 4, 8, 32}) {
        const instruction_stream stream = load("ld.shared.u32", stride);
        const codes words = memory(stream);
        codes expected;
        for (std::size_t lane = 0; lane < 32; ++lane)
            expected.push_back(words[lane * static_cast<std::size_t>(stride) / 4]);
        EXPECT_EQ(reference_registers(stream, bytes), (std::vector<codes>{expected})) << stride;
    }
}

TEST_F(loads, ldmatrix_gives_a_lane_a_word_of_each_matrix) {
    for (const int matrices : {1, 2, 4}) {
        const instruction_stream stream = load("ldmatrix.x" + std::to_string(matrices), 16);
        const codes words = memory(stream);
        const codes registers = reference_registers(stream, bytes).front();
        // The matrices stand one behind the other, each 32 words in the order of its lanes.
        ASSERT_EQ(registers.size(), 32u * static_cast<unsigned>(matrices));
        for (std::size_t lane = 0; lane < 32; ++lane) {
            for (std::size_t matrix = 0; matrix < static_cast<std::size_t>(matrices); ++matrix)
                EXPECT_EQ(registers[lane * static_cast<std::size_t>(matrices) + matrix],
                          words[32 * matrix + lane]);
        }
    }
}

TEST_F(loads, rows_of_a_matrix_may_stand_apart) {
    const instruction_stream stream = load("ldmatrix.x1", 48);
    const codes words = memory(stream);
    const codes registers = reference_registers(stream, bytes).front();
    EXPECT_EQ(registers[0], words[0]);
    EXPECT_EQ(registers[3], words[3]);
    EXPECT_EQ(registers[4], words[12]);
    EXPECT_EQ(registers[31], words[7 * 12 + 3]);
}

TEST_F(loads, chains_stand_one_behind_the_other_and_wrap) {
    const instruction_stream stream = load("ldmatrix.x4", 16, 10);  // of 512 bytes each
    const std::vector<codes> registers = reference_registers(stream, bytes);
    ASSERT_EQ(registers.size(), 10u);
    EXPECT_EQ(registers[1][0], memory(stream)[128]);
    EXPECT_EQ(registers[8], registers[0]);
    EXPECT_EQ(registers[9], registers[1]);
    EXPECT_NE(registers[7], registers[0]);
}

TEST_F(loads, a_memory_that_is_not_of_whole_rows_is_the_mistake_of_a_model) {
    EXPECT_THROW(reference_registers(load("ldmatrix.x1", 16), 0), std::logic_error);
    EXPECT_THROW(reference_registers(load("ld.shared.u32", 4), 1028), std::logic_error);
}

std::string complaint(const instruction_stream& stream, const std::vector<codes>& computed) {
    try {
        check_registers(stream, computed, reference_registers(stream, 1024), "s on sm");
    } catch (const wrong_product& error) {
        return error.what();
    }
    return "";
}

TEST(check_registers, a_wrong_bit_names_chain_position_and_both_patterns) {
    const instruction_stream stream = stream_of("mma.m16n8k16.s32.s8.s8.s32", 2, 2, 1);
    std::vector<codes> computed = reference_registers(stream, 0);
    EXPECT_EQ(complaint(stream, computed), "");
    computed[3][17] = 0x1234;
    const codes right = reference_registers(stream, 0)[3];
    char expected[9];
    std::snprintf(expected, sizeof expected, "%08x", right[17]);
    EXPECT_EQ(complaint(stream, computed),
              "s on sm: D[2][1] of chain 3 is 0x00001234, but the reference gives 0x" +
                  std::string(expected) + ".");
}

TEST(check_registers, of_loads_the_register_and_lane_are_named) {
    const instruction_stream stream = stream_of("ldmatrix.x4", 1, 2, 1);
    std::vector<codes> computed = reference_registers(stream, 1024);
    computed[1][4 * 31 + 2] ^= 1;
    EXPECT_EQ(complaint(stream, computed).substr(0, 43), "s on sm: register 2 of lane 31 of chain 1 i");
}

TEST(check_registers, of_sampled_chains_the_number_in_the_stream_is_named) {
    const instruction_stream stream = stream_of("mma.m16n8k16.s32.s8.s8.s32", 65536, 1, 16384);
    const std::vector<std::uint32_t> chains = layers::checked_chains(stream);
    ASSERT_EQ(chains.size(), 1u);
    ASSERT_NE(chains[0], 0u);
    std::vector<codes> computed = reference_registers(stream, 0);
    computed[0][0] ^= 1;
    EXPECT_NE(complaint(stream, computed).find(" of chain " + std::to_string(chains[0]) + " is "),
              std::string::npos);
}

TEST(check_registers, chains_and_patterns_that_are_missing_are_counted) {
    const instruction_stream stream = stream_of("ld.shared.u32", 1, 2, 1);
    const std::vector<codes> computed = reference_registers(stream, 1024);
    EXPECT_EQ(complaint(stream, {}), "s on sm: registers of 0 chains instead of 2.");
    EXPECT_EQ(complaint(stream, {computed[0], {1, 2}}),
              "s on sm: chain 1 left 2 bit patterns instead of 32.");
}

}  // namespace
}  // namespace lacuna::run
