/// Is the reference of a tile that part of the reference of the whole, and are slices of k what they say?
#include "sim/run/reference_tile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "sim/formats/bit_pattern.h"
#include "sim/patterns/structured.h"
#include "sim/run/reference_product.h"
#include "tests/formats/random_matrix.h"
#include "tests/run/drawn_product.h"
#include "tests/run/toy_model.h"

namespace lacuna::run::test {
namespace {

using formats::accumulator_type;
using formats::operand_type;
using formats::tensor_core_arithmetic;
using layers::activation_function;
using layers::output_tile;

constexpr tensor_core_arithmetic arithmetics[] = {
    {operand_type::f16, accumulator_type::f32},  {operand_type::f16, accumulator_type::f16},
    {operand_type::bf16, accumulator_type::f32}, {operand_type::tf32, accumulator_type::f32},
    {operand_type::s8, accumulator_type::s32},   {operand_type::s4, accumulator_type::s32}};

/// Keeps the weights as they are, or prunes them for a type.
class holder final : public accelerator {
  public:
    explicit holder(std::optional<operand_type> prunes = {}) : prunes_(prunes) {}
    outcome run(const layers::workload&) override { return {}; }
    held_weights stored_weights(const layers::affine_weights& weights) const override {
        if (!prunes_) return weights.kept_values();
        return std::make_shared<const formats::csc<float>>(
            patterns::structured(*prunes_, weights.values(), weights.inputs()));
    }
    std::string multiplier_boxes() const override { return {}; }

  private:
    std::optional<operand_type> prunes_;
};

std::vector<output_tile> some_tiles(formats::random_source& random, std::uint32_t rows,
                                    std::uint32_t columns) {
    std::vector<output_tile> places;
    for (int i = 0; i < 4; ++i) {
        const auto row = static_cast<std::uint32_t>(random(0, static_cast<int>(rows) - 1));
        const auto column = static_cast<std::uint32_t>(random(0, static_cast<int>(columns) - 1));
        places.push_back({row, column, static_cast<std::uint32_t>(random(1, static_cast<int>(rows - row))),
                          static_cast<std::uint32_t>(random(1, static_cast<int>(columns - column)))});
    }
    return places;
}

void expect_parts(const std::vector<output_tile>& tiles, const layers::outputs& whole) {
    for (const output_tile& tile : tiles)
        ASSERT_EQ(tile.values, part_of(whole, tile).values) << tile.row << ", " << tile.column;
}

/// Any weights, or such as their type's structure asks for; a bias; slices or none.
layers::product random_product(formats::random_source& random, operand_type type, bool structured) {
    const auto number = [&] { return std::ldexp(static_cast<float>(random(-4095, 4095)), random(-16, -8)); };
    const auto inputs = static_cast<std::uint32_t>(8 * random(1, 12) + (structured ? 0 : random(0, 7)));
    formats::csc<float> weights{static_cast<std::uint32_t>(random(1, 20)), inputs + 1, {0}, {}, {}};
    for (std::uint32_t column = 0; column <= inputs; ++column) {
        for (std::uint32_t row = 0; row < weights.rows; ++row) {
            if (random(0, 3) == 0) continue;
            weights.row.push_back(row);
            weights.value.push_back(number());
        }
        weights.column_begin.push_back(weights.stored());
    }
    if (structured) weights = patterns::structured(type, weights, inputs);
    std::vector<std::vector<float>> activations(static_cast<std::size_t>(random(1, 12)));
    for (std::vector<float>& vector : activations)
        for (std::uint32_t i = 0; i < inputs; ++i) vector.push_back(number());
    return {layers::affine_weights(weights), activations,
            random(0, 1) ? activation_function::relu : activation_function::none};
}

TEST(reference_tile, a_tile_of_a_product_is_that_part_of_it) {
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        tensor_core_arithmetic how = arithmetics[seed % 6];
        how.drops_zeros = random(0, 3) != 0;
        how.slice_k = random(0, 1) ? 0 : 32u * static_cast<unsigned>(random(1, 4));
        const layers::product product = random_product(random, how.type, random(0, 1));
        const formats::csc<float>& weights = product.weights.values();
        const auto columns = static_cast<std::uint32_t>(product.activations.size());
        expect_parts(reference_tiles(weights, product.activations, product.function, how,
                                     some_tiles(random, weights.rows, columns)),
                     reference_product(weights, product.activations, product.function, how));
    }
}

TEST(reference_tile, a_tile_of_a_drawn_gemm_is_that_part_of_the_whole) {
    for (std::uint32_t seed = 0; seed < 36; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        tensor_core_arithmetic how = arithmetics[seed % 4];  // integers are scaled by what may be drawn
        how.slice_k = random(0, 1) ? 0 : 32u * static_cast<unsigned>(random(1, 4));
        const bool prunes = random(0, 1);
        const auto group = static_cast<std::uint32_t>(formats::sparsity_of(how.type).group);
        auto k = static_cast<std::uint32_t>(seed % 9 == 0 ? random(4000, 9000) : random(1, 200));
        if (prunes) k = (k + group - 1) / group * group;
        const layers::sampled_gemm gemm = {static_cast<std::uint32_t>(random(1, 20)),
                                           static_cast<std::uint32_t>(random(1, 12)),
                                           k,
                                           {layers::distribution::normal, seed},
                                           {layers::distribution::uniform, 1},
                                           activation_function::none};
        const holder hardware(prunes ? std::optional(how.type) : std::nullopt);
        const sampled_reference found =
            reference_tiles(gemm, hardware, how, some_tiles(random, gemm.m, gemm.n));
        EXPECT_EQ(found.nonzeros_in_row, prunes ? k / 2 : k);
        const layers::product whole = whole_product(gemm);
        expect_parts(found.tiles, reference_product(*hardware.stored_weights(whole.weights),
                                                    whole.activations, whole.function, how));
    }
}

TEST(reference_tile, tiles_of_the_same_rows_are_each_their_own_however_many) {
    const layers::sampled_gemm gemm = {
        5, 150, 20, {layers::distribution::normal, 3}, {layers::distribution::normal, 4}};
    std::vector<output_tile> places;
    for (std::uint32_t column = 0; column < 149; ++column) places.push_back({0, column, 3, 1 + column % 2});
    for (std::uint32_t column = 0; column < 150; column += 10) places.push_back({3, column, 2, 10});
    places.push_back({0, 149, 3, 1});
    const layers::product whole = whole_product(gemm);
    const auto tiles = reference_tiles(gemm, holder(), arithmetics[0], places).tiles;
    ASSERT_EQ(tiles.size(), places.size());
    expect_parts(
        tiles, reference_product(whole.weights.values(), whole.activations, whole.function, arithmetics[0]));
}

TEST(reference_tile, integers_of_a_drawn_gemm_have_the_scale_of_their_distribution) {
    const layers::sampled_gemm gemm = {2,
                                       2,
                                       40,
                                       {layers::distribution::normal, 3},
                                       {layers::distribution::uniform, 4},
                                       activation_function::none};
    const tensor_core_arithmetic how = {operand_type::s8, accumulator_type::s32, true};
    const std::vector<float> tile = reference_tiles(gemm, holder(), how, {{1, 0, 1, 2}}).tiles[0].values;
    for (std::uint32_t column = 0; column < 2; ++column) {
        double sum = 0;
        const std::vector<float> a = gemm.row_of_weights(1), b = gemm.column_of_activations(column);
        for (std::size_t i = 0; i < a.size(); ++i)
            sum += std::nearbyint(double{a[i]} * 127 / 6) * std::nearbyint(double{b[i]} * 127);
        EXPECT_FLOAT_EQ(tile[column], static_cast<float>(sum * 6 / 127 / 127));
    }
}

TEST(slices, are_summed_apart_and_added_in_their_order) {
    // 2^24 + 1 is no f32: in one sum, and in slices of 8, 1 is lost; halves go to even.
    const auto sum = [](std::vector<float> weights, std::uint64_t slice_k, tensor_core_arithmetic how,
                        float bias = 0) {
        formats::csc<float> row{1, static_cast<std::uint32_t>(weights.size()) + 1, {0}, {}, {}};
        weights.push_back(bias);
        for (const float weight : weights) {
            row.row.push_back(0);
            row.value.push_back(weight);
            row.column_begin.push_back(row.stored());
        }
        how.slice_k = slice_k;
        how.drops_zeros = false;
        const std::vector<std::vector<float>> ones(1, std::vector<float>(weights.size() - 1, 1.0f));
        return reference_product(row, ones, activation_function::none, how)[0][0];
    };
    const auto spread = [](std::initializer_list<float> firsts) {
        std::vector<float> weights;
        for (const float first : firsts) {
            weights.push_back(first);
            weights.resize((weights.size() + 7) / 8 * 8, 0.0f);
        }
        return weights;
    };
    const tensor_core_arithmetic f32 = {operand_type::bf16, accumulator_type::f32};
    EXPECT_EQ(sum(spread({16777216, 3}), 0, f32), 16777218) << "one sum cuts off";
    EXPECT_EQ(sum(spread({16777216, 3}), 8, f32), 16777220) << "slices are rounded to nearest, half to even";
    EXPECT_EQ(sum(spread({16777216, 1, 1}), 8, f32), 16777216) << "one after the other";
    EXPECT_EQ(sum(spread({1, 1, 16777216}), 8, f32), 16777218);
    EXPECT_EQ(sum(spread({1, 1, 16777216}), 16, f32), 16777218);
    EXPECT_EQ(sum(spread({0, 3}), 8, f32, 16777216), 16777220) << "the bias is in the first slice";
    const tensor_core_arithmetic f16 = {operand_type::f16, accumulator_type::f16};
    EXPECT_EQ(sum(spread({2048, 3}), 8, f16), 2052);
    EXPECT_EQ(sum(spread({2048, 1}), 8, f16), 2048);
    EXPECT_TRUE(std::isinf(sum(spread({65504, 65504}), 8, f16)));
    const tensor_core_arithmetic s32 = {operand_type::s8, accumulator_type::s32};
    EXPECT_EQ(sum(spread({127, 3, -5}), 8, s32), 125) << "integers do not care";
}

TEST(slices, of_infinities_that_cancel_are_the_one_nan) {
    formats::csc<float> row{1, 17, {0}, {}, {}};
    for (std::uint32_t column = 0; column < 17; ++column) {
        if (column == 0 || column == 8) {
            row.row.push_back(0);
            row.value.push_back(column == 0 ? 1e6f : -1e6f);
        }
        row.column_begin.push_back(row.stored());
    }
    const std::vector<std::vector<float>> ones(1, std::vector<float>(16, 1.0f));
    const tensor_core_arithmetic how = {operand_type::f16, accumulator_type::f32, false, 8};
    const float nan = reference_product(row, ones, activation_function::none, how)[0][0];
    EXPECT_EQ(formats::bit_pattern_as<std::uint32_t>(nan), 0x7fffffffu);
}

std::string wrong(const std::function<void()>& check) {
    try {
        check();
    } catch (const wrong_product& error) {
        return error.what();
    }
    return "";
}

TEST(checked_tiles, lie_in_the_matrix_apart_and_whole) {
    const auto places = [](std::vector<output_tile> tiles) {
        return wrong([&] { check_places(tiles, 20, 10, "g"); });
    };
    const output_tile good = {18, 8, 2, 2, {1, 2, 3, 4}};
    EXPECT_EQ(places({good}), "");
    EXPECT_EQ(places({}), "g: no output was computed.");
    EXPECT_EQ(places({good, {0, 0, 1, 1, {1}}, good}), "g: two tiles begin at output 18 of vector 8.");
    EXPECT_EQ(places({{18, 8, 2, 2, {1, 2, 3}}}),
              "g: the tile of 2 x 2 outputs from output 18 of vector 8 on has 3 values.");
    EXPECT_EQ(places({{0, 0, 0, 2, {}}}),
              "g: the tile of 0 x 2 outputs from output 0 of vector 0 on has 0 values.");
    EXPECT_EQ(
        places({{19, 8, 2, 2, {1, 2, 3, 4}}}),
        "g: the tile of 2 x 2 outputs from output 19 of vector 8 on lies beyond the 20 outputs of 10 vectors.");
}

TEST(checked_tiles, are_compared_to_the_bit) {
    const output_tile tile = {18, 8, 1, 2, {1, 0}}, other = {18, 8, 1, 2, {1, -0.0f}};
    EXPECT_EQ(wrong([&] { check_tiles({tile}, {tile}, "g"); }), "");
    EXPECT_EQ(wrong([&] { check_tiles({other}, {tile}, "g"); }),
              "g: output 18 of vector 9 is -0, but the reference product gives 0.");
}

}  // namespace
}  // namespace lacuna::run::test
