#include "sim/layers/random_values.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <cmath>
#include <cstdlib>

#include "sim/config/interruption.h"
#include "sim/formats/coordinates.h"
#include "sim/patterns/unstructured.h"
#include "tests/config/sentence.h"
#include "tests/formats/random_matrix.h"

namespace lacuna::layers {
namespace {

constexpr distribution all[] = {distribution::normal, distribution::uniform, distribution::half_normal};

TEST(random_values, the_stream_of_weights_is_the_one_of_the_first_release) {
    const auto first = [](distribution values) {
        return generate_pruned_weights(4, 1, values, 7, 1).kept.value;
    };
    EXPECT_EQ(first(distribution::normal),
              (std::vector<float>{0.09323039f, -0.24141267f, 1.9732021f, -0.16607478f}));
    EXPECT_EQ(first(distribution::uniform),
              (std::vector<float>{-0.84738344f, -0.5453218f, 0.5598376f, -0.36205554f}));
    EXPECT_EQ(first(distribution::half_normal),
              (std::vector<float>{0.09323039f, 0.24141267f, 1.9732021f, 0.16607478f}));
}

TEST(random_values, a_pruned_layer_is_the_one_of_the_first_release) {
    const generated_weights layer = generate_pruned_weights(100, 2500, distribution::normal, 8, 0.09);
    EXPECT_EQ(layer.kept.stored(), 22500u);
    EXPECT_EQ(layer.source_magnitude, 199179.49048551315);
    EXPECT_EQ(layer.kept_magnitude, 47432.787457704544);
}

TEST(random_values, the_stream_of_activations_is_the_one_of_the_first_release) {
    EXPECT_EQ(generate_activations(2, 6, distribution::half_normal, 9, 0.5),
              (std::vector<std::vector<float>>{{0.27886018f, 0, 0.5777423f, 0, 0.015859893f, 0},
                                               {0.026972339f, 0.5614846f, 1.034759f, 0, 0, 0}}));
}

/// The whole matrix, drawn row by row.
std::vector<float> drawn(std::size_t n, distribution values, std::uint32_t seed) {
    boost::random::mt19937 engine(seed);
    boost::random::normal_distribution<float> normal;
    boost::random::uniform_real_distribution<float> uniform(-1, 1);
    std::vector<float> matrix(n);
    for (float& value : matrix) {
        value = values == distribution::uniform ? uniform(engine) : normal(engine);
        if (values == distribution::half_normal) value = std::abs(value);
    }
    return matrix;
}

void expect_equal_to_pruning_the_whole(std::uint32_t rows, std::uint32_t columns, distribution values,
                                       std::uint32_t seed, double density) {
    const std::vector<float> whole = drawn(std::size_t{rows} * columns, values, seed);
    const std::vector<std::uint8_t> mask = patterns::unstructured_mask({rows, columns, whole}, density).value;
    formats::coo<float> kept = {rows, columns, {}, {}, {}};
    double source_magnitude = 0, kept_magnitude = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        source_magnitude += std::abs(whole[i]);
        if (!mask[i]) continue;
        kept_magnitude += std::abs(whole[i]);
        kept.row.push_back(static_cast<std::uint32_t>(i / columns));
        kept.column.push_back(static_cast<std::uint32_t>(i % columns));
        kept.value.push_back(whole[i]);
    }
    const generated_weights generated = generate_pruned_weights(rows, columns, values, seed, density);
    EXPECT_EQ(formats::decode(generated.kept), kept);
    EXPECT_NEAR(generated.source_magnitude, source_magnitude, 1e-12 * source_magnitude);
    EXPECT_EQ(generated.kept_magnitude, kept_magnitude);
}

TEST(random_values, generating_pruned_weights_equals_pruning_the_whole_matrix) {
    for (std::uint32_t seed = 0; seed < 120; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const auto rows = static_cast<std::uint32_t>(random(0, 12));
        const auto columns = static_cast<std::uint32_t>(random(0, 1) ? random(0, 12) : random(1000, 3000));
        const double density = random(0, 3) ? random(0, 1000) / 1000.0 : random(0, 1);
        expect_equal_to_pruning_the_whole(rows, columns, all[seed % 3], seed, density);
    }
}

TEST(random_values, seeds_whose_large_values_are_unusually_few_are_exact_too) {
    // About one seed in a thousand has fewer candidates than it must keep, and is drawn again.
    for (std::uint32_t seed = 0; seed < 6000; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        expect_equal_to_pruning_the_whole(6, 25, all[seed % 3], seed, 0.1);
    }
}

TEST(random_values, the_pruned_matrix_is_that_of_pruning_the_unpruned_one) {
    const generated_weights whole = generate_pruned_weights(30, 40, distribution::normal, 5, 1);
    EXPECT_EQ(whole.kept.stored(), 1200u);
    for (double density : {0.0, 0.3, 0.999})
        EXPECT_EQ(generate_pruned_weights(30, 40, distribution::normal, 5, density).kept,
                  patterns::unstructured(whole.kept, density));
}

TEST(random_values, a_weight_drawn_as_zero_is_stored_at_density_one_and_only_there) {
    EXPECT_EQ(generate_pruned_weights(1, 300, distribution::normal, 13406, 1).kept.value.at(182), 0);
    const generated_weights pruned =
        generate_pruned_weights(1, 300, distribution::normal, 13406, 299.0 / 300);
    EXPECT_EQ(pruned.kept.stored(), 299u);
    EXPECT_EQ(pruned.kept_magnitude, pruned.source_magnitude);
}

TEST(random_values, impossible_weights_are_refused_before_they_are_drawn) {
    EXPECT_EQ(config::sentence_of([] { generate_pruned_weights(2, 2, distribution::normal, 1, 1.01); }),
              "density 1.01: a density is 0 to 1");
    EXPECT_EQ(config::sentence_of(
                  [] { generate_pruned_weights(1u << 17, 1u << 17, distribution::normal, 1, 0.5); }),
              "generated weights: 131072 x 131072 at density 0.5 would keep 8589934592 weights, more than "
              "the 2147483648 "
              "that one matrix holds");
}

TEST(random_values, activations_have_the_asked_number_of_non_zeros_in_every_vector) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        formats::random_source random(seed);
        const auto length = static_cast<std::uint32_t>(random(0, 70)),
                   batch = static_cast<std::uint32_t>(random(0, 4));
        const double density = random(0, 20) / 20.0;
        const distribution values = all[seed % 3];
        const auto vectors = generate_activations(batch, length, values, seed, density);
        ASSERT_EQ(vectors.size(), batch);
        for (const std::vector<float>& vector : vectors) {
            ASSERT_EQ(vector.size(), length);
            const auto zeros = static_cast<std::uint64_t>(std::count(vector.begin(), vector.end(), 0.0f));
            EXPECT_EQ(zeros, patterns::zeros_at_density(length, density));
            for (float value : vector) {
                EXPECT_TRUE(value >= 0 || values == distribution::normal) << value;
                EXPECT_TRUE(value < 1 || values != distribution::uniform) << value;
            }
        }
    }
}

TEST(random_values, an_activation_drawn_as_zero_is_drawn_again) {
    for (std::uint32_t seed : {22204u, 51870u}) {  // the first draws of these seeds include an exact 0
        const std::vector<float> vector = generate_activations(1, 300, distribution::normal, seed, 1).at(0);
        EXPECT_EQ(std::count(vector.begin(), vector.end(), 0.0f), 0) << "seed " << seed;
    }
}

TEST(random_values, every_position_is_chosen_equally_often) {
    std::vector<int> chosen(20);
    for (const std::vector<float>& vector : generate_activations(20000, 20, distribution::uniform, 3, 0.25))
        for (std::size_t i = 0; i < 20; ++i) chosen[i] += vector[i] != 0;
    for (int times : chosen) EXPECT_NEAR(times, 5000, 5 * std::sqrt(20000 * 0.25 * 0.75));
}

TEST(random_values, normal_activations_have_both_signs_and_the_vectors_of_a_batch_differ) {
    const auto vectors = generate_activations(2, 1000, distribution::normal, 1, 1);
    const auto negative =
        std::count_if(vectors[0].begin(), vectors[0].end(), [](float value) { return value < 0; });
    EXPECT_NEAR(static_cast<double>(negative), 500, 80);
    EXPECT_NE(vectors[0], vectors[1]);
}

TEST(random_values, an_impossible_density_of_activations_is_refused) {
    EXPECT_EQ(config::sentence_of([] { generate_activations(1, 4, distribution::normal, 1, -1); }),
              "density -1: a density is 0 to 1");
}

/// Ends the process with 0 where drawing is given up for a stop, which holds for the whole process.
template <class Draw>
void draw_after_stop(Draw draw) {
    request_stop();
    try {
        draw();
    } catch (const interrupted&) {
        std::_Exit(0);
    }
    std::_Exit(1);
}

TEST(random_values, drawing_is_given_up_where_a_stop_was_requested) {
    const auto given_up = testing::ExitedWithCode(0);
    const auto weights = [] { generate_pruned_weights(60000, 60000, distribution::normal, 1, 0.0001); };
    const auto bias = [] { generate_pruned_weights(1, 1, distribution::uniform, 1, 1); };
    const auto activations = [] { generate_activations(3, 5, distribution::half_normal, 1, 0.5); };
    EXPECT_EXIT(draw_after_stop(weights), given_up, "");
    EXPECT_EXIT(draw_after_stop(bias), given_up, "");
    EXPECT_EXIT(draw_after_stop(activations), given_up, "");
}

}  // namespace
}  // namespace lacuna::layers
