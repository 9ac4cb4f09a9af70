/// Does every lane hold what PTX says, every element once?
#include "sim/formats/fragment_layout.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace lacuna::formats {
namespace {

std::string described(const sparse_mma& instruction) {
    return instruction.shape() + " of " + std::string(name_of(instruction.type)) + " into " +
           std::string(name_of(instruction.accumulator));
}

/// Every place of a fragment is asked for its element: each element must come up once and lead back.
template <class Element, class Place>
void expect_bijection(const sparse_mma& instruction, int registers, int slots, int rows, int columns,
                      Element element_of, Place place_of) {
    SCOPED_TRACE(described(instruction));
    EXPECT_EQ(sparse_mma::lanes * registers * slots, rows * columns);
    std::map<std::pair<int, int>, int> times;
    for (int lane = 0; lane < sparse_mma::lanes; ++lane) {
        for (int index = 0; index < registers; ++index) {
            for (int slot = 0; slot < slots; ++slot) {
                const fragment_place place = {lane, index, slot};
                const tile_place element = element_of(instruction, place);
                EXPECT_TRUE(element.row >= 0 && element.row < rows) << element.row;
                EXPECT_TRUE(element.column >= 0 && element.column < columns) << element.column;
                EXPECT_EQ(place_of(instruction, element), place);
                EXPECT_EQ((++times[{element.row, element.column}]), 1);
            }
        }
    }
}

TEST(fragment_layout, every_element_of_every_instruction_lies_in_one_place) {
    for (const sparse_mma& each : sparse_mma_instructions()) {
        const int values = each.values_per_register();
        expect_bijection(each, each.a_registers(), values, sparse_mma::m, each.kept_columns(), a_element,
                         a_place);
        expect_bijection(each, each.b_registers(), values, each.k, sparse_mma::n, b_element, b_place);
        expect_bijection(each, each.accumulator_registers(), each.accumulators_per_register(), sparse_mma::m,
                         sparse_mma::n, accumulator_element, accumulator_place);
    }
}

/// PTX numbers the values of a lane through all its registers: value i of A lies in row g where i is in one
/// of `upper` intervals, else in row g + 8, and among the kept of the columns from t x width, or from t x
/// width + `second` where i is at least `second_from`.
struct a_rule {
    operand_type type;
    int k;
    std::vector<std::pair<int, int>> upper;
    int width;
    int second_from;
    int second;
};

TEST(fragment_layout, a_is_as_ptx_writes_it_for_every_shape) {
    const int never = 1000;
    const std::vector<a_rule> rules = {
        {operand_type::f16, 16, {{0, 2}}, 4, never, 0},
        {operand_type::f16, 32, {{0, 2}, {4, 6}}, 4, 4, 16},
        {operand_type::tf32, 8, {{0, 1}}, 2, never, 0},
        {operand_type::tf32, 16, {{0, 1}, {2, 3}}, 2, 2, 8},
        {operand_type::s8, 32, {{0, 4}}, 8, never, 0},
        {operand_type::s8, 64, {{0, 4}, {8, 12}}, 8, 8, 32},
        {operand_type::s4, 64, {{0, 8}}, 16, never, 0},
        {operand_type::s4, 128, {{0, 8}, {16, 24}}, 16, 16, 64},
    };
    for (const a_rule& rule : rules) {
        const sparse_mma instruction = {
            rule.type, value_bits(rule.type) < 16 ? accumulator_type::s32 : accumulator_type::f32, rule.k};
        SCOPED_TRACE(described(instruction));
        const int per_register = instruction.values_per_register();
        for (int lane = 0; lane < sparse_mma::lanes; ++lane) {
            for (int i = 0; i < instruction.a_registers() * per_register; ++i) {
                bool upper = false;
                for (const auto& [from, to] : rule.upper) upper |= from <= i && i < to;
                const int first_column = lane % 4 * rule.width + (i >= rule.second_from ? rule.second : 0);
                // The kept half of width columns, in order, fills one register.
                const tile_place expected = {lane / 4 + (upper ? 0 : 8), first_column / 2 + i % per_register};
                EXPECT_EQ(a_element(instruction, {lane, i / per_register, i % per_register}), expected)
                    << lane << " " << i;
            }
        }
    }
}

TEST(fragment_layout, lane_5_of_m16n8k32_by_hand) {
    const sparse_mma instruction = {operand_type::f16, accumulator_type::f32, 32};  // g = 1, t = 1
    EXPECT_EQ(a_element(instruction, {5, 0, 0}), (tile_place{1, 2}));   // a0: kept of columns 4 to 7
    EXPECT_EQ(a_element(instruction, {5, 0, 1}), (tile_place{1, 3}));   // a1
    EXPECT_EQ(a_element(instruction, {5, 1, 0}), (tile_place{9, 2}));   // a2
    EXPECT_EQ(a_element(instruction, {5, 2, 0}), (tile_place{1, 10}));  // a4: kept of columns 20 to 23
    EXPECT_EQ(a_element(instruction, {5, 3, 1}), (tile_place{9, 11}));  // a7
    EXPECT_EQ(b_element(instruction, {5, 0, 0}), (tile_place{2, 1}));
    EXPECT_EQ(b_element(instruction, {5, 1, 1}), (tile_place{11, 1}));
    EXPECT_EQ(b_element(instruction, {5, 3, 0}), (tile_place{26, 1}));
    EXPECT_EQ(accumulator_element(instruction, {5, 0, 0}), (tile_place{1, 2}));
    EXPECT_EQ(accumulator_element(instruction, {5, 1, 0}), (tile_place{1, 3}));
    EXPECT_EQ(accumulator_element(instruction, {5, 2, 0}), (tile_place{9, 2}));
    EXPECT_EQ(accumulator_element(instruction, {5, 3, 0}), (tile_place{9, 3}));
}

/// B of the smaller k is that of the dense instruction: value i of a lane lies in row t x v + i % v, and 4 v
/// further down in the second register.
TEST(fragment_layout, b_is_as_ptx_writes_it_for_dense_instructions) {
    for (const sparse_mma& instruction : sparse_mma_instructions()) {
        SCOPED_TRACE(described(instruction));
        const int values = instruction.values_per_register();
        for (int lane = 0; lane < sparse_mma::lanes; ++lane)
            for (int i = 0; i < 2 * values; ++i)
                EXPECT_EQ(
                    b_element(instruction, {lane, i / values, i % values}),
                    (tile_place{lane % 4 * values + i % values + (i < values ? 0 : 4 * values), lane / 4}));
    }
}

TEST(fragment_layout, accumulators_of_f16_are_two_a_register) {
    const sparse_mma instruction = {operand_type::f16, accumulator_type::f16, 16};
    EXPECT_EQ(accumulator_element(instruction, {31, 0, 0}), (tile_place{7, 6}));
    EXPECT_EQ(accumulator_element(instruction, {31, 0, 1}), (tile_place{7, 7}));
    EXPECT_EQ(accumulator_element(instruction, {31, 1, 0}), (tile_place{15, 6}));
    EXPECT_EQ(accumulator_element(instruction, {31, 1, 1}), (tile_place{15, 7}));
}

}  // namespace
}  // namespace lacuna::formats
